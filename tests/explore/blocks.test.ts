// Who does which block: each is done once, by someone who knows only what came before it.
import fc from "fast-check";
import { expect, it } from "vitest";
import { Blocks } from "../../src/explore/blocks.ts";

it("gives every block to one worker, in an order in which none knows what comes later", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.nat({ max: 7 }), { maxLength: 400 }),
      (count, helpers, turns) => {
        const blocks = new Blocks(count, helpers);
        const doneBy = new Map<number, string>();
        const granted: number[][] = Array.from({ length: helpers }, () => []);
        const tables = Array.from({ length: helpers }, () => ({ name: 0, highest: -1 }));
        let leader = 0;
        const grantAll = (): void => {
          for (let helper = 0; helper < helpers; helper++) {
            for (let grant = blocks.grant(helper); grant !== undefined; grant = blocks.grant(helper)) {
              const table = tables[helper] ?? { name: 0, highest: -1 };
              if (grant.afresh) Object.assign(table, { name: table.name + 1, highest: -1 });
              expect(grant.block).toBeGreaterThan(table.highest);
              table.highest = grant.block;
              expect(doneBy.has(grant.block)).toBe(false);
              doneBy.set(grant.block, `${helper}.${table.name}`);
              granted[helper]?.push(grant.block);
            }
          }
        };
        const close = (helper: number): void => {
          const block = granted[helper]?.shift();
          if (block !== undefined) blocks.close(block);
        };
        // the leader is at its first block before anyone is asked
        doneBy.set(0, "leader");
        blocks.enter(0);
        for (const turn of [...turns, ...Array.from({ length: 8 * count }, (_, index) => index % 8)]) {
          grantAll();
          if (turn < helpers) {
            close(turn);
            continue;
          }
          // the leader waits for a block that is not done yet
          if (granted.some((of) => of.includes(leader)) || leader >= count - 1) continue;
          leader++;
          const isMine = blocks.enter(leader);
          expect(isMine).toBe(!doneBy.has(leader));
          if (isMine) doneBy.set(leader, "leader");
        }
        expect(doneBy.size).toBe(count);
        for (let from = 0; from < count; from++) {
          const rest = new Set(Array.from({ length: count - from }, (_, index) => doneBy.get(from + index)));
          expect(blocks.isOneSeries(from)).toBe(rest.size === 1 && !rest.has("leader"));
        }
      },
    ),
  );
});
