#!/usr/bin/env bash
# Does a video come out that players play, with captions and chapters?
#
#   benches/walkthrough_video.sh --sopctl PATH [--document FILE] [--keep DIR]
#
# Installs espeak-ng and ffmpeg with apt-get where they are absent, makes a video of a document
# (of one of the demo library without --document), and shows what ffprobe says of it: a video, a
# sound and a caption stream, and a chapter for each scene. The status is 1 if one of them is
# missing, or if the video and its sound are not equally long.
set -euo pipefail

sopctl='' document='' keep=''
while [ $# -gt 0 ]; do
    case $1 in
        --sopctl) sopctl=$(realpath "$2") ;;
        --document) document=$(realpath "$2") ;;
        --keep) keep=$(realpath -m "$2") ;;
        *) sed -n '4s/^# *//p' "$0" >&2; exit 2 ;;
    esac
    shift 2
done
[ -n "$sopctl" ] || { sed -n '4s/^# *//p' "$0" >&2; exit 2; }

for program in espeak-ng ffmpeg; do
    if ! command -v "$program" >/dev/null; then
        command -v apt-get >/dev/null || { echo "skipped: $program is not here"; exit 0; }
        apt-get update -q >/dev/null
        apt-get install -qy "$program" >/dev/null
    fi
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if [ -z "$document" ]; then
    "$sopctl" demo library >/dev/null
    cd library
    document=WI-005
fi
"$sopctl" -C "$PWD" walkthrough "$document" -o "$work/made" --audio espeak-ng --video
video=$work/made/video.mp4

echo
ffprobe -v error -show_entries stream=index,codec_type,codec_name,duration -of compact "$video"
ffprobe -v error -show_chapters -of compact "$video"
[ -z "$keep" ] || { mkdir -p "$keep"; cp "$work"/made/* "$keep"; }

streams=$(ffprobe -v error -show_entries stream=codec_name -of csv=p=0 "$video" | sort | tr '\n' ' ')
for codec in h264 aac mov_text; do
    case " $streams" in *" $codec "*) ;; *) echo "no $codec stream"; exit 1 ;; esac
done
chapters=$(ffprobe -v error -show_chapters -of compact "$video" | wc -l)
scenes=$(grep -c ' --> ' "$work/made/chapters.vtt")
[ "$chapters" -eq "$scenes" ] || { echo "$chapters chapters of $scenes scenes"; exit 1; }
seconds() { ffprobe -v error -select_streams "$2" -show_entries stream=duration -of csv=p=0 "$1"; }
awk "BEGIN { d = $(seconds "$video" v) - $(seconds "$video" a); exit (d < -1 || d > 1) }" ||
    { echo 'video and sound differ in length by more than a second'; exit 1; }
echo "$chapters chapters, streams: $streams"
