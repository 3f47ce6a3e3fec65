// The link as a QR code, if a telephone can still read it; for those at the back of a
// room in the whole window.

import { useMemo, useState } from "react";
import { encode } from "uqr";

import { SHARE_TEXTS as TEXTS } from "../../texts/share.ts";

/** Beyond this the modules are too small for most cameras. */
export const MOST_QR_CHARACTERS = 1200;

export function QrCode({ link }: { link: string }) {
  const [isLarge, setLarge] = useState(false);
  const drawn = useMemo(() => {
    if (link.length > MOST_QR_CHARACTERS) return undefined;
    const { data, size } = encode(link, { ecc: "L", border: 4 });
    const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
    return { size, path };
  }, [link]);
  if (drawn === undefined) return <p className="dim share-qr">{TEXTS.qrTooLong}</p>;
  return (
    <button
      type="button"
      className={isLarge ? "share-qr large" : "share-qr"}
      title={isLarge ? TEXTS.qrSmaller : TEXTS.qrLarger}
      aria-pressed={isLarge}
      onClick={() => setLarge(!isLarge)}
    >
      <svg viewBox={`0 0 ${drawn.size} ${drawn.size}`} role="img" aria-label={TEXTS.qr}>
        <rect width={drawn.size} height={drawn.size} fill="#fff" />
        <path d={drawn.path} fill="#000" shapeRendering="crispEdges" />
      </svg>
    </button>
  );
}
