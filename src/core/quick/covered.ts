// A byte for each record: a search has covered its instruction (search/coverage.ts).

import { COVERED_RECORDS, RECORD_POOL } from "../state";
import { RECORD_STRIDE } from "./record";

// @ts-ignore: decorator
@inline
export function isRecordCovered(record: usize): bool {
  return load<u8>(COVERED_RECORDS + (record - RECORD_POOL) / RECORD_STRIDE) != 0;
}

export function setRecordCovered(record: usize, covered: bool): void {
  store<u8>(COVERED_RECORDS + (record - RECORD_POOL) / RECORD_STRIDE, covered ? 1 : 0);
}
