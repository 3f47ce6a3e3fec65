// One shard of an exploration: which one is meant, and its report.

import type { Bounds, Limits } from "../explore/index.ts";
import type { Machine } from "../machine/index.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { exploreShard, oneMore, type Program, type Shard } from "../session/index.ts";
import type { Arguments } from "./command.ts";
import { drive, linksOf } from "./exploring.ts";
import { fold, foldUsual, foldedJson, type PartJson, partJson } from "./parts.ts";
import { Refusal } from "./terminal.ts";

const MOST_SHARDS = 10_000;

export function shardOf(args: Arguments): Shard | undefined {
  const text = args.text("shard");
  if (text === undefined) return undefined;
  const [, index, of] = /^(\d{1,5})\/(\d{1,5})$/.exec(text) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  if (!(shard.index >= 1 && shard.index <= shard.of && shard.of <= MOST_SHARDS))
    throw new Refusal(`--shard: "${text}" is not I/N with I from 1 to N`);
  for (const other of ["heat", "junit", "sarif"])
    if (args.has(other)) throw new Refusal(`--shard: not together with --${other}`);
  return shard;
}

export interface ShardQuestion {
  readonly handler: string;
  readonly scenario: Scenario;
  readonly program: Program;
  readonly bounds: Bounds;
  readonly limits: Limits;
  readonly shard: Shard;
  /** No number of NMIs was asked for. */
  readonly goesFurther: boolean;
}

/** Shards of the same program have the same: FNV-1a over what is searched. */
function digestOf({ scenario, program }: ShardQuestion): string {
  const { body, options } = scenario;
  let hash = 0xcbf29ce484222325n;
  for (const char of JSON.stringify([program.source.text, body, options]))
    hash = BigInt.asUintN(64, (hash ^ BigInt(char.codePointAt(0) ?? 0)) * 0x100000001b3n);
  return hash.toString(16);
}

export async function shardReport(machine: Machine, question: ShardQuestion, until: number) {
  const { handler, scenario, program, bounds, limits, shard, goesFurther } = question;
  const { workload } = scenario;
  const began = performance.now();
  const within = async (bounds: Bounds): Promise<readonly PartJson[]> => {
    const parts = drive(exploreShard(machine, { program, bounds, limits }, shard), until);
    return Promise.all(parts.map(async (part) => partJson(part, await linksOf(scenario, part.violations))));
  };
  const parts = await within(bounds);
  const isFurther = goesFurther && fold(parts, { bounds, workload }).verdict === "holds";
  const further = isFurther ? await within(oneMore({ bounds })) : undefined;
  const folded = foldUsual(parts, further, { bounds, workload });
  const object = {
    ...foldedJson(handler, folded, (performance.now() - began) / 1000),
    shard: { ...shard, program: digestOf(question), bounds, workload, goesFurther, parts, further },
  };
  const { verdict, unconfirmed } = folded;
  return { text: `${JSON.stringify(object)}\n`, verdict, unconfirmed };
}
