"use strict";
// What is shown and said when: the state of a walkthrough, and what becomes of it when
// somebody presses a button or time goes by. Nothing here knows of a page.
//
// A script is { scenes: [{ start, end, sentences: [{ start, end, isSaid }] }] }, all times in
// milliseconds from the beginning, in order; `isSaid` tells whether there are words for a voice.

const SPEEDS = [0.75, 1, 1.25, 1.5];
// What a device slept through is not played.
const LONGEST_TICK = 1000;
// A voice may take so many times as long as planned and so many milliseconds more: some
// browsers never tell that it has ended.
const PATIENCE = { times: 3, more: 5000 };

const beginning = () => ({
  scene: 0,
  at: 0,
  speed: 1,
  isPlaying: false,
  // Whether the browser reads aloud.
  isRead: false,
  // Whether it stops behind each scene until somebody has done what it says.
  isStepwise: false,
  // The last sentence of the scene that was read to its end.
  read: -1,
  // For how long the voice has been waited for, in milliseconds of the script.
  waited: 0,
});

// The last entry that has begun, -1 for none.
function lastBegun(entries, at) {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entries[middle].start <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

// The sentence of the scene whose turn it is.
const sentenceOf = (script, state) => lastBegun(script.scenes[state.scene].sentences, state.at);

// The sentence that the voice has to read now, -1 for none.
function dueOf(script, state) {
  if (!state.isPlaying || !state.isRead) return -1;
  const number = sentenceOf(script, state);
  if (number <= state.read) return -1;
  return script.scenes[state.scene].sentences[number].isSaid ? number : -1;
}

function entered(script, state, scene) {
  const number = Math.max(0, Math.min(scene, script.scenes.length - 1));
  return { ...state, scene: number, at: script.scenes[number].start, read: -1, waited: 0 };
}

// Time goes by.
function ticked(script, state, elapsed) {
  if (!state.isPlaying) return state;
  const { end, sentences } = script.scenes[state.scene];
  const passed = Math.max(0, Math.min(elapsed, LONGEST_TICK)) * state.speed;
  let [at, read] = [state.at + passed, state.read];
  const due = dueOf(script, state);
  if (due >= 0) {
    const sentence = sentences[due];
    const waited = state.waited + passed;
    const longest = (sentence.end - sentence.start) * PATIENCE.times + PATIENCE.more;
    if (waited < longest) return { ...state, at: Math.min(at, sentence.end), waited };
    read = due;
  }
  // No tick is so long that a sentence is never shown or read.
  const next = sentences[sentenceOf(script, state) + 1];
  if (next !== undefined) at = Math.min(at, next.start);
  if (at < end) return { ...state, at, read, waited: 0 };
  const isLast = state.scene === script.scenes.length - 1;
  if (isLast || state.isStepwise) return { ...state, at: end, read, waited: 0, isPlaying: false };
  return entered(script, state, state.scene + 1);
}

function played(script, state) {
  const isOver = state.at >= script.scenes[state.scene].end;
  const isLast = state.scene === script.scenes.length - 1;
  const from = isOver ? entered(script, state, isLast ? 0 : state.scene + 1) : state;
  return { ...from, isPlaying: true };
}

// The state after something has happened; the same one where that changes nothing.
function after(script, state, event) {
  switch (event.type) {
    case "tick":
      return ticked(script, state, event.elapsed);
    case "play":
      return state.isPlaying ? { ...state, isPlaying: false, waited: 0 } : played(script, state);
    case "next":
      if (state.scene === script.scenes.length - 1) return state;
      return entered(script, state, state.scene + 1);
    case "previous":
      return entered(script, state, state.scene - 1);
    case "first":
      return entered(script, state, 0);
    case "last":
      return entered(script, state, script.scenes.length - 1);
    case "go":
      return entered(script, state, event.scene);
    case "speed":
      return SPEEDS.includes(event.speed) ? { ...state, speed: event.speed } : state;
    case "read":
      return { ...state, isRead: event.isOn, waited: 0 };
    case "stepwise":
      return { ...state, isStepwise: event.isOn };
    // The voice has read a sentence, or cannot: then the sentence takes the time it is given.
    case "said": {
      const isDue = event.scene === state.scene && event.sentence === dueOf(script, state);
      if (!isDue) return state;
      const { end } = script.scenes[state.scene].sentences[event.sentence];
      const at = event.isFailed ? state.at : Math.max(state.at, end);
      return { ...state, at, read: event.sentence, waited: 0 };
    }
    default:
      return state;
  }
}

// What a key does, undefined for nothing.
const EVENT_OF_KEY = {
  " ": "play",
  ArrowRight: "next",
  ArrowLeft: "previous",
  Home: "first",
  End: "last",
};
