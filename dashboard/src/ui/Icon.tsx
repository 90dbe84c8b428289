const shapes = {
  check: 'M5 12.5l4.5 4.5L19 7.5',
  close: 'M6 6l12 12M18 6L6 18',
  alert: 'M12 4l9 16H3zM12 10v4M12 17v.01',
  info: 'M12 3a9 9 0 100 18 9 9 0 000-18zM12 11v5M12 8v.01',
  hand: 'M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zM9 12l2 2 4-4',
  up: 'M12 19V5M6 11l6-6 6 6',
  down: 'M12 5v14M6 13l6 6 6-6',
  sun: 'M12 8a4 4 0 100 8 4 4 0 000-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M5 19l1.4-1.4M17.6 6.4L19 5',
  moon: 'M20 14.5A8.5 8.5 0 019.5 4a8.5 8.5 0 1010.5 10.5z',
  play: 'M8 5l11 7-11 7z',
  pause: 'M8 5v14M16 5v14',
  stop: 'M6 6h12v12H6z',
  plus: 'M12 5v14M5 12h14',
  clock: 'M12 3a9 9 0 100 18 9 9 0 000-18zM12 7v5l3 2',
  signOut: 'M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9',
  key: 'M8 11a4 4 0 100 8 4 4 0 000-8zM11 12l8-8M16 7l3 3M14 9l2 2',
  link: 'M10 14l4-4M9 11l-2.5 2.5a3.2 3.2 0 004.5 4.5L13.5 15.5M15 13l2.5-2.5a3.2 3.2 0 00-4.5-4.5L10.5 8.5',
  chevron: 'M9 6l6 6-6 6',
  agents: 'M7 8h10a2 2 0 012 2v7a2 2 0 01-2 2H7a2 2 0 01-2-2v-7a2 2 0 012-2zM12 8V4M9.5 13v.01M14.5 13v.01',
} as const;

export type IconName = keyof typeof shapes;

/** A line drawing in the text's colour and size. It says nothing to a screen reader: the words beside it do. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={shapes[name]} />
    </svg>
  );
}
