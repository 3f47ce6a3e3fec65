// The write log answers for every position as a plain list of writes would.
import { array, assert, bigInt, nat, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_WRITE, WriteLog } from "../../../src/session/history/write-log.ts";

const WORD = 0xffffffff83002fd8n;
const INITIAL = 7n;

function logOf(writes: readonly { step: number; address: bigint; value: bigint; bytes?: number }[]): WriteLog {
  const log = new WriteLog();
  for (const { step, address, value, bytes } of writes)
    log.push({ step, context: step % 3, address, value, bytes: bytes ?? 0xff }, () => INITIAL);
  return log;
}

describe("WriteLog", () => {
  it("knows value, writer and predecessor of a word at any position", () => {
    const log = logOf([
      { step: 2, address: WORD, value: 10n },
      { step: 5, address: WORD, value: 11n },
    ]);
    expect(log.valueAt(WORD, 2)).toBe(INITIAL);
    expect(log.lastBefore(WORD, 2)).toBe(NO_WRITE);
    expect(log.valueAt(WORD, 3)).toBe(10n);
    expect(log.step(log.lastBefore(WORD, 5))).toBe(2);
    expect(log.valueAt(WORD, 6)).toBe(11n);
    expect(log.valueBefore(log.lastBefore(WORD, 6))).toBe(10n);
    expect(log.valueBefore(log.lastBefore(WORD, 3))).toBe(INITIAL);
    expect(log.nextBefore(0, 5)).toBe(NO_WRITE);
    expect(log.nextBefore(0, 6)).toBe(1);
    expect(log.valueAt(WORD + 8n, 9)).toBeUndefined();
  });

  it("tells bytes of one quadword apart", () => {
    const log = logOf([
      { step: 1, address: WORD, value: 1n, bytes: 0b01 },
      { step: 4, address: WORD, value: 0x101n, bytes: 0b10 },
    ]);
    expect(log.step(log.lastTouching(WORD, 1, 9))).toBe(1);
    expect(log.step(log.lastTouching(WORD + 1n, 1, 9))).toBe(4);
    expect(log.lastTouching(WORD + 2n, 4, 9)).toBe(NO_WRITE);
    expect(log.step(log.lastTouching(WORD, 8, 9))).toBe(4);
  });

  it("the first use counts", () => {
    const log = logOf([{ step: 0, address: WORD, value: 1n }]);
    log.markUsed(0, 3);
    log.markUsed(0, 5);
    expect(log.usedAt(0)).toBe(3);
  });

  it("agrees with a search through all writes", () => {
    const write = record({ gap: nat(3), word: nat(4), value: bigInt(0n, 9n) });
    assert(
      property(array(write, { maxLength: 200 }), nat(400), nat(4), (steps, position, word) => {
        let step = 0;
        const writes = steps.map(({ gap, word, value }) => ({
          step: (step += gap),
          address: WORD + 8n * BigInt(word),
          value,
        }));
        const log = logOf(writes);
        const address = WORD + 8n * BigInt(word);
        const expected = writes.findLastIndex((one) => one.address === address && one.step < position);
        expect(log.lastBefore(address, position)).toBe(expected);
        expect(log.firstOf(position)).toBe(writes.filter((one) => one.step < position).length);
      }),
    );
  });
});
