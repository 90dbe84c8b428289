import { useEffect, useRef, useSyncExternalStore } from 'react';
import { readPreference, writePreference } from '../../app/preferences';
import type { OversightRequest } from '../../api/oversightTypes';

const listeners = new Set<() => void>();
let isOn = readPreference('sound') === 'on';
let speaker: AudioContext | undefined;

/** Whether a sound is made when a request begins to wait, and how to switch it. */
export function useSound(): [isOn: boolean, set: (on: boolean) => void] {
  return [useSyncExternalStore(subscribe, () => isOn), set];
}

/** Makes the sound when there is a request that was not there before. */
export function useSoundOfNew(requests: OversightRequest[] | undefined): void {
  const known = useRef<Set<string>>(undefined);
  useEffect(() => {
    if (requests === undefined) return;
    const before = known.current;
    known.current = new Set([...(before ?? []), ...requests.map(({ requestId }) => requestId)]);
    // What was there when the page opened is seen anyway.
    if (isOn && before !== undefined && known.current.size > before.size) play();
  }, [requests]);
}

function set(on: boolean): void {
  isOn = on;
  writePreference('sound', on ? 'on' : 'off');
  // Browsers let a page sound only after somebody has used it: so this is tried at once, and heard.
  if (on) play();
  listeners.forEach((listener) => listener());
}

/** Two short notes. */
function play(): void {
  speaker ??= new AudioContext();
  void speaker.resume();
  for (const [hertz, delay] of [
    [660, 0],
    [880, 0.15],
  ] as const) {
    const start = speaker.currentTime + delay;
    const [note, volume] = [speaker.createOscillator(), speaker.createGain()];
    note.frequency.value = hertz;
    volume.gain.setValueAtTime(0.2, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.3);
    note.connect(volume).connect(speaker.destination);
    note.start(start);
    note.stop(start + 0.3);
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
