// Drives Unicorn through one program, as peer.mjs asks it to: reads a file of
// pages and registers once, then a line "mode" at a time from stdin, and answers
// each with instructions, seconds of CPU time and a digest of the state at the end.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicorn/unicorn.h>

enum { PAGE = 4096, MAX_PAGES = 64, GENERAL = 16 };

struct page {
  uint64_t address;
  uint8_t bytes[PAGE];
};

/* In the order of the file: the registers, then RIP, RFLAGS, GS base, GDT base and limit, CS, SS, end, pages. */
struct input {
  uint64_t general[GENERAL];
  uint64_t rip, rflags, gs_base, gdt_base, gdt_limit, cs, ss, end, pages;
};

static const int GENERAL_IDS[GENERAL] = {
    UC_X86_REG_RAX, UC_X86_REG_RCX, UC_X86_REG_RDX, UC_X86_REG_RBX, UC_X86_REG_RSP, UC_X86_REG_RBP,
    UC_X86_REG_RSI, UC_X86_REG_RDI, UC_X86_REG_R8,  UC_X86_REG_R9,  UC_X86_REG_R10, UC_X86_REG_R11,
    UC_X86_REG_R12, UC_X86_REG_R13, UC_X86_REG_R14, UC_X86_REG_R15,
};

static struct input input;
static struct page pages[MAX_PAGES];
static uint64_t counted;

static void check(uc_err error, const char *what) {
  if (error == UC_ERR_OK) return;
  fprintf(stderr, "%s: %s\n", what, uc_strerror(error));
  exit(1);
}

static void count(uc_engine *uc, uint64_t address, uint32_t size, void *data) {
  (void)uc, (void)address, (void)size, (void)data;
  counted++;
}

static void set(uc_engine *uc, int id, uint64_t value) { check(uc_reg_write(uc, id, &value), "register"); }

static uint64_t get(uc_engine *uc, int id) {
  uint64_t value = 0;
  check(uc_reg_read(uc, id, &value), "register");
  return value;
}

static void begin(uc_engine *uc) {
  for (uint64_t i = 0; i < input.pages; i++) check(uc_mem_write(uc, pages[i].address, pages[i].bytes, PAGE), "page");
  uc_x86_mmr gdtr = {.base = input.gdt_base, .limit = (uint32_t)input.gdt_limit};
  check(uc_reg_write(uc, UC_X86_REG_GDTR, &gdtr), "GDTR");
  set(uc, UC_X86_REG_SS, input.ss);
  set(uc, UC_X86_REG_CS, input.cs);
  for (int i = 0; i < GENERAL; i++) set(uc, GENERAL_IDS[i], input.general[i]);
  set(uc, UC_X86_REG_RFLAGS, input.rflags);
  set(uc, UC_X86_REG_GS_BASE, input.gs_base);
  set(uc, UC_X86_REG_RIP, input.rip);
}

static uint64_t mixed(uint64_t digest, uint64_t word) { return (digest ^ word) * 0x100000001b3u + (digest >> 47); }

/* FNV-like, over general registers, RIP, RFLAGS and every page. */
static uint64_t digest(uc_engine *uc) {
  uint64_t result = 0xcbf29ce484222325u;
  for (int i = 0; i < GENERAL; i++) result = mixed(result, get(uc, GENERAL_IDS[i]));
  result = mixed(result, get(uc, UC_X86_REG_RIP));
  result = mixed(result, get(uc, UC_X86_REG_RFLAGS));
  for (uint64_t i = 0; i < input.pages; i++) {
    uint64_t words[PAGE / 8];
    check(uc_mem_read(uc, pages[i].address, words, PAGE), "page");
    for (int k = 0; k < PAGE / 8; k++) result = mixed(result, words[k]);
  }
  return result;
}

static uint64_t run_steps(uc_engine *uc, uint64_t until, uint64_t most) {
  uint64_t done = 0;
  for (uint64_t at = input.rip; at != input.end && done < most; done++) {
    check(uc_emu_start(uc, at, until, 0, 1), "step");
    at = get(uc, UC_X86_REG_RIP);
  }
  return done;
}

/* "plain", "hook", "step N": at most N calls, or "bare N": so, without an address to stop at. */
static void run(uc_engine *uc, const char *mode, uint64_t most) {
  uc_hook hook;
  begin(uc);
  counted = 0;
  if (!strcmp(mode, "hook")) check(uc_hook_add(uc, &hook, UC_HOOK_CODE, (void *)count, NULL, 1, 0), "hook");
  clock_t from = clock();
  if (!strcmp(mode, "step")) counted = run_steps(uc, input.end, most);
  else if (!strcmp(mode, "bare")) counted = run_steps(uc, 0, most);
  else check(uc_emu_start(uc, input.rip, input.end, 0, 0), mode);
  double seconds = (double)(clock() - from) / CLOCKS_PER_SEC;
  if (!strcmp(mode, "hook")) check(uc_hook_del(uc, hook), "hook");
  printf("%" PRIu64 " %.9f %016" PRIx64 "\n", counted, seconds, digest(uc));
  fflush(stdout);
}

int main(int argc, char **argv) {
  FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
  if (!file || fread(&input, sizeof input, 1, file) != 1 || input.pages > MAX_PAGES) return 2;
  if (fread(pages, sizeof *pages, input.pages, file) != input.pages) return 2;
  uc_engine *uc;
  check(uc_open(UC_ARCH_X86, UC_MODE_64, &uc), "open");
  for (uint64_t i = 0; i < input.pages; i++) check(uc_mem_map(uc, pages[i].address, PAGE, UC_PROT_ALL), "map");
  char line[64], mode[16];
  while (fgets(line, sizeof line, stdin)) {
    uint64_t most = UINT64_MAX;
    if (sscanf(line, "%15s %" SCNu64, mode, &most) >= 1) run(uc, mode, most);
  }
  return 0;
}
