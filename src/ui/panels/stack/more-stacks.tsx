// Further frames that a handler keeps on the NMI stack, and the other stacks on which
// handlers ran.

import type { CopyView, OtherStack } from "../../../session/views.ts";
import { hex } from "../../format.ts";
import { TEXTS } from "../../texts.ts";
import { RspTag } from "./rsp-tag.tsx";
import { Word } from "./word.tsx";

export function KeptFrames({ kept }: { kept: readonly CopyView[] }) {
  return kept.map(({ title, subtitle, rows }) => (
    <div key={title} className="copy-rest" role="group" aria-label={title}>
      <h3>
        {title} <span className="dim">{subtitle}</span>
      </h3>
      {rows.map((row) => (
        <Word key={hex(row.word.address)} word={row.word} shape="kept" />
      ))}
    </div>
  ));
}

export function OtherStacks({ stacks }: { stacks: readonly OtherStack[] }) {
  return stacks.map(({ title, subtitle, words, more }) => (
    <div key={title} className="other-stack" role="group" aria-label={title}>
      <h3>
        {title} <span className="dim">{subtitle}</span>
      </h3>
      {words.map((word) => (
        <div key={hex(word.address)} className="low-row">
          <RspTag word={word} ist={false} />
          <Word word={word} shape="line" />
        </div>
      ))}
      {more === 0 ? null : <p className="dim">{TEXTS.stack.more(more)}</p>}
    </div>
  ));
}
