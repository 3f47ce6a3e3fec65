// How an event came to be; decides the gate's privilege check, EXT and the pushed RF.

export const INTERRUPT: i32 = 0;
export const FAULT: i32 = 1;
export const TRAP: i32 = 2;
export const SOFTWARE: i32 = 3;
