/*
 * What the library has once, whatever the width of its kernels: which of them this processor
 * runs, and what compilers call where there is no C library.
 */

typedef __SIZE_TYPE__ usize;

#if defined(_WIN32)
#define EXPORT __attribute__((dllexport))
#define HIDDEN
int _fltused = 0; /* the linker asks for it where there are floats */
#else
#define EXPORT __attribute__((visibility("default")))
#define HIDDEN __attribute__((visibility("hidden")))
#endif

HIDDEN __attribute__((no_builtin)) void *memset(void *to, int value, usize bytes) {
  char *at = to;
  while (bytes--) *at++ = (char)value;
  return to;
}

HIDDEN __attribute__((no_builtin)) void *memcpy(void *to, const void *from, usize bytes) {
  char *at = to;
  const char *source = from;
  while (bytes--) *at++ = *source++;
  return to;
}

#if defined(__x86_64__)
typedef struct { unsigned a, b, c, d; } Registers;

static Registers cpuid(unsigned leaf) {
  Registers r;
  __asm__("cpuid" : "=a"(r.a), "=b"(r.b), "=c"(r.c), "=d"(r.d) : "0"(leaf), "2"(0));
  return r;
}

/** The registers that the operating system saves: bits of XCR0. */
static unsigned savedRegisters(void) {
  unsigned low, high;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

static int hasAll(unsigned word, unsigned bits) { return (word & bits) == bits; }
#endif

/**
 * The float32 of the widest vectors that this processor and its operating system have: 4, 8 or
 * 16; 0 if none will do.
 */
EXPORT int lanes(void) {
#if defined(__x86_64__)
  /*
   * Intel's manual, volume 2, CPUID: leaves 1 (ECX), 7 (EBX), 8000_0001 (ECX); volume 1, 13.3:
   * XCR0.
   */
  const unsigned ssse3 = 1u << 9, sse41 = 1u << 19, sse42 = 1u << 20, popcnt = 1u << 23;
  const unsigned xsave = 1u << 27, avx = 1u << 28, movbe = 1u << 22, f16c = 1u << 29;
  const unsigned bmi1 = 1u << 3, avx2 = 1u << 5, bmi2 = 1u << 8, lzcnt = 1u << 5;
  const unsigned avx512 = 1u << 16 | 1u << 17 | 1u << 28 | 1u << 30 | 1u << 31; /* F DQ CD BW VL */
  const unsigned ymm = 6, zmm = 0xe6;
  const unsigned leaves = cpuid(0).a, features = cpuid(1).c;
  if (!hasAll(features, ssse3 | sse41 | sse42 | popcnt)) return 0;
  if (leaves < 7 || !hasAll(features, xsave | avx | movbe | f16c)) return 4;
  const unsigned saved = savedRegisters(), extended = cpuid(7).b;
  if (!hasAll(saved, ymm) || !hasAll(extended, bmi1 | avx2 | bmi2)) return 4;
  if (!hasAll(cpuid(0x80000001).c, lzcnt)) return 4;
  return hasAll(saved, zmm) && hasAll(extended, avx512) ? 16 : 8;
#else
  return 4;
#endif
}

/** The pointer to a buffer, which the caller has no other way to. */
EXPORT void *base(void *m) { return m; }
