// What each bit of RFLAGS means.

export const FLAG_TEXTS = {
  RF: "resume: no instruction breakpoint at the next instruction",
  NT: "nested task: iretq would fault",
  DF: "direction: string instructions go down",
  IF: "maskable interrupts are taken",
  TF: "trap after each instruction",
  SF: "sign: the last result is negative",
  ZF: "zero: the last result is zero",
  AF: "carry out of the low four bits",
  PF: "parity: the low byte has an even number of ones",
  CF: "carry or borrow",
} as const;
