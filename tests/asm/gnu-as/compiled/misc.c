/* Recursion, arrays on the stack, variable arguments, sections, attributes, handlers. Compiled in many ways; never run. */
typedef unsigned long u64;
__attribute__((noinline)) int fib(int n) {
  return n<2?n:fib(n-1)+fib(n-2);
}

int vla(int n) {
  int a[n];
  for (int i = 0;i<n;i++) a[i] = i*i;
  return a[n/2];
}

int alloc(int n) {
  char*p = __builtin_alloca(n);
  p[0] = 1;
  p[n-1] = 2;
  extern void use(char*);
  use(p);
  return p[3];
}

int va(int n, ...) {
  __builtin_va_list l;
  __builtin_va_start(l, n);
  int s = 0;
  while (n--) s += __builtin_va_arg(l, int);
  __builtin_va_end(l);
  return s;
}

__attribute__((section(".init.text"))) void init(void) {
  extern int started;
  started = 1;
}

__attribute__((weak)) void wk(void) {
}

extern void alias_(void) __attribute__((alias("wk")));
__attribute__((visibility("hidden"))) int hid = 4;
void trap(void) {
  __builtin_trap();
}

int unr(int x) {
  if (x == 3) __builtin_unreachable();
  return x;
}

int likely(int x) {
  extern __attribute__((cold)) int bad(int);
  if (__builtin_expect(x<0, 0)) return bad(x);
  return x+1;
}

void sort(int*a, int n) {
  for (int i = 1;i<n;i++) {
    int k = a[i], j = i-1;
    while (j >= 0 && a[j]>k) {
      a[j+1] = a[j];
      j--;
    }
    a[j+1] = k;
  }
}

u64 crc(const unsigned char*p, int n) {
  unsigned c = ~0u;
  while (n--) {
    c ^= *p++;
    for (int k = 0;k<8;k++) c = c&1?c >> 1^0xedb88320:c >> 1;
  }
  return ~c;
}

long matrix[4][5];
long mm(int i, int j) {
  return matrix[i][j]+matrix[j&3][i];
}

int arr[1000];
int last(int i) {
  return arr[i*2+1]+arr[999];
}

struct regs {
  u64 r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di, orig, ip, cs, flags, sp, ss;
};

void do_nmi(struct regs*r) {
  extern u64 count;
  extern void printk(const char*, ...);
  count++;
  if ((r->cs&3) == 3) printk("NMI from user ip=%lx sp=%lx\n", r->ip, r->sp);
  else if (r->flags&0x200) r->flags &= ~0x200UL;
}

__attribute__((noreturn)) void panic(const char*m) {
  extern void printk(const char*, ...);
  printk("panic: %s", m);
  for (;;) __asm__ volatile("cli; hlt");
}

int fp(int (*f)(int, int, int, int, int, int, int, int), int x) {
  return f(1, 2, 3, 4, 5, 6, x, 8)+f(x, x, x, x, x, x, x, x);
}

static int lcl;
int *ad(void) {
  return &lcl;
}

long neg(long a) {
  return -a*3+~a;
}

void fill(unsigned short*p, int n) {
  for (int i = 0;i<n;i++) p[i] = (p[i] << 4)|(p[i] >> 12);
}

signed char sc(signed char a, signed char b) {
  return a*b+(a >> 2);
}

unsigned char ah(unsigned x) {
  return (x >> 8)+(x >> 24);
}

int cmov(int a, int b, int c) {
  return a>b?a:c;
}

int sat(int a) {
  return a<0?0:a>255?255:a;
}

__attribute__((interrupt)) void isr(void*f) {
  extern u64 count;
  count++;
}

__attribute__((naked)) void nk(void) {
  __asm__("iretq");
}
