// The SVG patterns of the tones: the same fact as the colours, without colour.

const SIZE = 6;

export function Patterns() {
  return (
    <defs>
      <pattern id="tone2" width={SIZE} height={SIZE} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect className="t2 pattern-ink" width="2" height={SIZE} />
      </pattern>
      <pattern id="tone3" width="5" height="5" patternUnits="userSpaceOnUse">
        <circle className="t3 pattern-ink" cx="1.5" cy="1.5" r="1.05" />
      </pattern>
      <pattern id="tone4" width={SIZE} height={SIZE} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path className="t4 pattern-line" d={`M0 0H${SIZE}M0 0V${SIZE}`} />
      </pattern>
      <pattern id="tone5" width="5" height="5" patternUnits="userSpaceOnUse">
        <rect className="t5 pattern-ink" width="5" height="2" />
      </pattern>
      <pattern id="tone6" width="4" height="4" patternUnits="userSpaceOnUse">
        <rect className="t6 pattern-ink" width="1.5" height="4" />
      </pattern>
      <pattern id="tone7" width="6" height="6" patternUnits="userSpaceOnUse">
        <circle className="t7 pattern-line" cx="3" cy="3" r="1.8" fill="none" />
      </pattern>
      <pattern id="pending" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
        <rect className="pending-ink" width="1.6" height="5" />
      </pattern>
    </defs>
  );
}
