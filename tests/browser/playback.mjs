// What the player of a walkthrough does as time goes by and keys are pressed. It needs no
// browser:
//
//     node --test tests/browser/playback.mjs

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInNewContext } from "node:vm";

const source = readFileSync(new URL("../../src/render/html/walkthrough/playback.js", import.meta.url), "utf8");
const { after, beginning, dueOf, sentenceOf, EVENT_OF_KEY, LONGEST_TICK } = runInNewContext(
  `${source}\n({ after, beginning, dueOf, sentenceOf, EVENT_OF_KEY, LONGEST_TICK })`,
);

// Scenes of so many sentences, each of two seconds with half a second behind it.
function scriptOf(...counts) {
  let at = 0;
  const scenes = counts.map((count) => {
    const start = at;
    const sentences = Array.from({ length: count }, () => {
      const sentence = { start: at, end: at + 2000, isSaid: true };
      at += 2500;
      return sentence;
    });
    at = Math.max(at, start + 2500);
    return { start, end: at, sentences };
  });
  return { scenes };
}
const script = scriptOf(2, 1, 3);
const run = (state, ...events) => events.reduce((state, event) => after(script, state, event), state);
const press = (...keys) => keys.map((key) => ({ type: EVENT_OF_KEY[key] }));
const ticks = (count, elapsed = 100) => Array.from({ length: count }, () => ({ type: "tick", elapsed }));

test("the space bar plays and pauses", () => {
  const playing = run(beginning(), ...press(" "), ...ticks(5));
  assert.deepEqual([playing.isPlaying, playing.at], [true, 500]);
  const paused = run(playing, ...press(" "), ...ticks(5));
  assert.deepEqual([paused.isPlaying, paused.at], [false, 500]);
});

test("arrows go from scene to scene and stop at the ends", () => {
  const there = run(beginning(), ...press("ArrowRight", "ArrowRight", "ArrowRight"));
  assert.deepEqual([there.scene, there.at], [2, 7500]);
  const back = run(there, ...press("ArrowLeft", "ArrowLeft", "ArrowLeft"));
  assert.deepEqual([back.scene, back.at], [0, 0]);
});

test("End goes to the last scene, Home to the first", () => {
  assert.equal(run(beginning(), ...press("End")).scene, 2);
  assert.equal(run(beginning(), ...press("End", "Home")).scene, 0);
});

test("what plays goes on playing in the scene that was gone to", () => {
  const state = run(beginning(), ...press(" ", "ArrowRight"), ...ticks(1));
  assert.deepEqual([state.scene, state.at, state.isPlaying], [1, 5100, true]);
});

test("sentences follow each other, and scenes do", () => {
  let state = run(beginning(), ...press(" "));
  const told = [];
  for (let tick = 0; tick < 200; tick += 1) {
    const name = `${state.scene}.${sentenceOf(script, state)}`;
    if (told.at(-1) !== name) told.push(name);
    state = after(script, state, { type: "tick", elapsed: 100 });
  }
  assert.deepEqual(told, ["0.0", "0.1", "1.0", "2.0", "2.1", "2.2"]);
  assert.deepEqual([state.isPlaying, state.at], [false, 15000]);
});

test("it begins again behind the end", () => {
  const over = run(beginning(), ...press("End", " "), ...ticks(100));
  assert.equal(over.isPlaying, false);
  const again = run(over, ...press(" "));
  assert.deepEqual([again.scene, again.at, again.isPlaying], [0, 0, true]);
});

test("speed makes time pass faster, and only such speeds as are offered", () => {
  const fast = run(beginning(), { type: "speed", speed: 1.5 }, ...press(" "), ...ticks(4));
  assert.equal(fast.at, 600);
  const odd = run(beginning(), { type: "speed", speed: Number.NaN }, { type: "speed", speed: 90 });
  assert.equal(odd.speed, 1);
});

test("what a device slept through is not played", () => {
  const state = run(beginning(), ...press(" "), { type: "tick", elapsed: 3_600_000 });
  assert.equal(state.at, LONGEST_TICK);
  assert.equal(run(state, { type: "tick", elapsed: -5 }).at, state.at);
});

test("it stops behind a scene where somebody asked for that, and goes on with the next", () => {
  const stopped = run(beginning(), { type: "stepwise", isOn: true }, ...press(" "), ...ticks(100));
  assert.deepEqual([stopped.scene, stopped.at, stopped.isPlaying], [0, 5000, false]);
  const on = run(stopped, ...press(" "), ...ticks(1));
  assert.deepEqual([on.scene, on.at, on.isPlaying], [1, 5100, true]);
});

test("a sentence waits for its voice, and does not outlast it", () => {
  const reading = run(beginning(), { type: "read", isOn: true }, ...press(" "));
  assert.equal(dueOf(script, reading), 0);
  const waiting = run(reading, ...ticks(40));
  assert.deepEqual([waiting.at, dueOf(script, waiting)], [2000, 0]);
  const said = run(waiting, { type: "said", scene: 0, sentence: 0 });
  assert.deepEqual([said.at, dueOf(script, said)], [2000, -1]);
  const next = run(said, ...ticks(5));
  assert.equal(dueOf(script, next), 1);
  const early = run(reading, ...ticks(2), { type: "said", scene: 0, sentence: 0 });
  assert.equal(early.at, 2000);
});

test("a voice that fails leaves the sentence its time", () => {
  const reading = run(beginning(), { type: "read", isOn: true }, ...press(" "), ...ticks(3));
  const failed = run(reading, { type: "said", scene: 0, sentence: 0, isFailed: true });
  assert.deepEqual([failed.at, dueOf(script, failed)], [300, -1]);
});

test("a voice that never ends does not hold up the walkthrough", () => {
  const state = run(beginning(), { type: "read", isOn: true }, ...press(" "), ...ticks(2000));
  assert.deepEqual([state.isPlaying, state.scene], [false, 2]);
});

test("no sentence is passed over where time goes by in large pieces", () => {
  let state = run(beginning(), { type: "read", isOn: true }, { type: "speed", speed: 1.5 }, ...press(" "));
  const due = new Set();
  for (let tick = 0; tick < 60; tick += 1) {
    const sentence = dueOf(script, state);
    if (sentence >= 0) {
      due.add(`${state.scene}.${sentence}`);
      state = after(script, state, { type: "said", scene: state.scene, sentence });
    }
    state = after(script, state, { type: "tick", elapsed: 1000 });
  }
  assert.deepEqual([...due], ["0.0", "0.1", "1.0", "2.0", "2.1", "2.2"]);
});

test("what was said of another scene changes nothing", () => {
  const reading = run(beginning(), { type: "read", isOn: true }, ...press("ArrowRight", " "));
  assert.equal(run(reading, { type: "said", scene: 0, sentence: 0 }), reading);
});

test("lines to copy are not read aloud", () => {
  const silent = scriptOf(1);
  silent.scenes[0].sentences[0].isSaid = false;
  const reading = { ...beginning(), isPlaying: true, isRead: true };
  assert.equal(dueOf(silent, reading), -1);
});

test("a scene without sentences is shown and passes", () => {
  const empty = scriptOf(0, 1);
  let state = { ...beginning(), isPlaying: true };
  for (let tick = 0; tick < 26; tick += 1) state = after(empty, state, { type: "tick", elapsed: 100 });
  assert.equal(state.scene, 1);
});

test("what nobody knows changes nothing", () => {
  const state = beginning();
  assert.equal(run(state, { type: "no such thing" }, { type: undefined }), state);
  assert.deepEqual([run(state, { type: "go", scene: 99 }).scene, run(state, { type: "go", scene: -9 }).scene], [2, 0]);
});

test("a step with 10,000 sentences does not hang", { timeout: 2000 }, () => {
  const long = scriptOf(1, 10_000, 1);
  let state = after(long, { ...beginning(), isPlaying: true }, { type: "next" });
  for (let tick = 0; tick < 20_000; tick += 1) state = after(long, state, { type: "tick", elapsed: 100 });
  assert.equal(sentenceOf(long, state), 800);
});
