// One shard of an exploration: which one is meant, and its report.

import type { Bounds, Limits } from "../explore/index.ts";
import type { Machine } from "../machine/index.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { exploreShard, type Program, type Shard } from "../session/index.ts";
import type { Arguments } from "./command.ts";
import { boundsJson, drive, linksOf } from "./exploring.ts";
import { fold, partJson } from "./parts.ts";
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
  const { handler, scenario, program, bounds, limits, shard } = question;
  const began = performance.now();
  const parts = drive(exploreShard(machine, { program, bounds, limits }, shard), until);
  const made = await Promise.all(parts.map(async (part) => partJson(part, await linksOf(scenario, part.violations))));
  const { verdict, unconfirmed, ...rest } = fold(made);
  const object = {
    handler,
    bounds: { ...boundsJson(bounds), workload: scenario.workload },
    verdict,
    ...rest,
    seconds: Math.round(performance.now() - began) / 1000,
    shard: { ...shard, program: digestOf(question), parts: made },
  };
  return { text: `${JSON.stringify(object)}\n`, verdict, unconfirmed };
}
