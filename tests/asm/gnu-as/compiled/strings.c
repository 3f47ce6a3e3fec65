/* Copies, string loops, initialised and uninitialised data. Compiled in many ways; never run. */
typedef unsigned long size_t;
void *memcpy(void*, const void*, size_t);
void *memset(void*, int, size_t);
int memcmp(const void*, const void*, size_t);
size_t strlen(const char*);
static const char digits[]="0123456789abcdef";
char buf[64];
static char priv[128];
int initialised = 5;
static short tab[]={1, 2, -3, 0x7fff};
long ptrs[]={(long)digits, (long)&buf[3], 0};
char *hex(unsigned long v) {
  int i = 0;
  do {
    buf[i++] = digits[v&15];
    v >>= 4;
  }
  while (v);
  buf[i] = 0;
  return buf;
}

void cp(char*a) {
  memcpy(a,"hello, world: a longer text\n", 29);
  memset(priv, 0, sizeof priv);
  memset(a+40,'x', 17);
}

int eq(const char*a, const char*b) {
  return !memcmp(a, b, 8);
}

size_t len(const char*s) {
  const char*p = s;
  while (*p)p++;
  return p-s;
}

int cmp(const char*a, const char*b) {
  while (*a && *a == *b)a++, b++;
  return (unsigned char)*a-(unsigned char)*b;
}

int atoi_(const char*s) {
  int n = 0, neg = 0;
  if (*s=='-') {
    neg = 1;
    s++;
  }
  while (*s>='0'&&*s<='9') n = n*10+*s++-'0';
  return neg?-n:n;
}

void rev(char*s, int n) {
  for (int i = 0;i<n/2;i++) {
    char t = s[i];
    s[i] = s[n-1-i];
    s[n-1-i] = t;
  }
}

int u(void) {
  return tab[initialised&3]+ (int)ptrs[1];
}

unsigned long big(void) {
  return 0x123456789abcdef0UL;
}
