import { encode } from 'uqr';

/** Dark on light in both themes: scanners do not read it the other way round. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: 2 });
  const modules = data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${String(x)} ${String(y)}h1v1h-1z` : '')))
    .join('');
  return (
    <svg className="qr-code" viewBox={`0 0 ${String(size)} ${String(size)}`} role="img" aria-label={label}>
      <path className="qr-code-ground" d={`M0 0h${String(size)}v${String(size)}H0z`} />
      <path className="qr-code-modules" d={modules} />
    </svg>
  );
}
