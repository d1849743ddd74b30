/**
 * Encodings of East Asian texts, found by their bytes: each has its own pairs of bytes, and some of the pairs stand for
 * characters that are common. Runs on the web platform.
 *
 * The ranges are those of the character sets: JIS X 0208, KS X 1001, GB 2312 and Big5 have the common characters first. @module
 */

/** An encoding of pairs of bytes; other bytes below 0x80 are ASCII. */
interface Pairs {
  readonly name: string;
  /** Whether a byte begins a pair. */
  isFirst(byte: number): boolean;
  /** Whether a byte above 0x7f is a character alone. */
  isSingle(byte: number): boolean;
  isSecond(byte: number): boolean;
  /** Whether a pair stands for a common character or sign of its languages. */
  isCommon(first: number, second: number): boolean;
  /** The commonest characters of its languages, beside kana. */
  readonly frequent: ReadonlySet<string>;
}

const between = (from: number, to: number) => (byte: number) => from <= byte && byte <= to;

const never = () => false;

const isHigh = between(0xa1, 0xfe);

const JAPANESE = new Set(
  "日本人年月時分一二三四五六七八九十大小中東西南北京都道府県市区町村山川田島上下前後新高長国会社学校生先名男女子" +
    "金円店店数番号地業場事行出入目手水火木土花海部同合間定最今回発表現者員動明立話対",
);

const CHINESE = new Set(
  "的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自之年" +
    "过過发發后後作里用道行所然家事成方多经經去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心本前" +
    "开開但因从從日高市区區县縣省路街北南京东東西海上广廣台臺湾灣山江河州公司号號名男女月元新店",
);

const KOREAN = new Set(
  "이다는에의가을하고지로한도서나은를기사자어인그대라시수부일리아전스정여들보원장해있과게주구상제조공소무화국안치선동신경" +
    "것니년월만으성관물세면오김박최울산광북남강역교학생",
);

const ENCODINGS: readonly Pairs[] = [
  {
    name: "shift_jis",
    isFirst: (byte) => between(0x81, 0x9f)(byte) || between(0xe0, 0xfc)(byte),
    isSingle: between(0xa1, 0xdf),
    isSecond: (byte) => between(0x40, 0x7e)(byte) || between(0x80, 0xfc)(byte),
    isCommon: (first) => between(0x81, 0x83)(first) || between(0x88, 0x98)(first),
    frequent: JAPANESE,
  },
  {
    name: "euc-jp",
    isFirst: (byte) => byte === 0x8e || isHigh(byte),
    isSingle: never,
    isSecond: isHigh,
    isCommon: (first) =>
      between(0xa1, 0xa1)(first) || between(0xa3, 0xa5)(first) || between(0xb0, 0xcf)(first),
    frequent: JAPANESE,
  },
  {
    name: "euc-kr",
    isFirst: between(0x81, 0xfe),
    isSingle: never,
    isSecond: (byte) => between(0x41, 0x5a)(byte) || between(0x61, 0x7a)(byte) || byte > 0x80,
    isCommon: (first, second) => (first === 0xa1 || between(0xb0, 0xc8)(first)) && isHigh(second),
    frequent: KOREAN,
  },
  {
    name: "big5",
    isFirst: between(0x81, 0xfe),
    isSingle: never,
    isSecond: (byte) => between(0x40, 0x7e)(byte) || isHigh(byte),
    isCommon: between(0xa1, 0xc6),
    frequent: CHINESE,
  },
  {
    name: "gb18030",
    isFirst: between(0x81, 0xfe),
    isSingle: never,
    isSecond: (byte) => between(0x30, 0x39)(byte) || between(0x40, 0x7e)(byte) || byte > 0x7f,
    isCommon: (first, second) =>
      (first === 0xa1 || first === 0xa3 || between(0xb0, 0xd7)(first)) && isHigh(second),
    frequent: CHINESE,
  },
];

/** How many characters are looked at. */
const MAX_CHARACTERS = 100_000;

/** Fewer characters show nothing. */
const MIN_CHARACTERS = 4;

/** At least this share of the characters is common. */
const MIN_COMMON = 0.9;

/** At least this share is among the commonest. A text in another encoding has them by chance, in 1 of 50. */
const MIN_FREQUENT = 0.1;

/** The characters of one encoding in a text, as far as it was read. */
class Reading {
  /** Whether every byte has a meaning. */
  isValid = true;
  readonly encoding: Pairs;
  readonly #decoder: TextDecoder;
  #first: number | undefined;
  #characters = 0;
  #common = 0;
  #frequent = 0;

  constructor(encoding: Pairs) {
    this.encoding = encoding;
    this.#decoder = new TextDecoder(encoding.name, { fatal: true });
  }

  /** Reads a piece; the last one is empty. */
  read(bytes?: Uint8Array): void {
    if (!this.isValid) return;
    let text: string;
    try {
      text = this.#decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      this.isValid = false;
      return;
    }
    if (this.#characters > MAX_CHARACTERS) return; // the rest has to be valid alone
    for (const character of text) if (isFrequent(character, this.encoding)) this.#frequent++;
    for (const byte of bytes ?? []) this.#count(byte);
  }

  #count(byte: number): void {
    const { encoding } = this;
    if (this.#first !== undefined) {
      this.#characters++;
      if (encoding.isSecond(byte) && encoding.isCommon(this.#first, byte)) this.#common++;
      this.#first = undefined;
    } else if (byte > 0x7f) {
      if (encoding.isSingle(byte)) this.#characters++;
      else if (encoding.isFirst(byte)) this.#first = byte;
    }
  }

  /** The share of the commonest characters; 0 where the text is hardly in this encoding. */
  get likelihood(): number {
    const [characters, share] = [this.#characters, this.#frequent / this.#characters];
    const isLikely = this.isValid && characters >= MIN_CHARACTERS &&
      this.#common >= MIN_COMMON * characters && share >= MIN_FREQUENT;
    return isLikely ? share : 0;
  }
}

function isFrequent(character: string, { frequent }: Pairs): boolean {
  const isKana = frequent === JAPANESE && character >= "\u3041" && character <= "\u30fc";
  return isKana || frequent.has(character);
}

/** The encoding of pairs of bytes that a text is most likely in; `undefined` if it is hardly in one of them. */
export async function multibyteEncoding(
  stream: ReadableStream<Uint8Array>,
): Promise<string | undefined> {
  const readings = ENCODINGS.map((encoding) => new Reading(encoding));
  for await (const bytes of stream) {
    for (const reading of readings) reading.read(bytes);
    if (readings.every(({ isValid }) => !isValid)) break;
  }
  for (const reading of readings) reading.read();
  const best = readings.reduce((a, b) => b.likelihood > a.likelihood ? b : a);
  return best.likelihood > 0 ? best.encoding.name : undefined;
}
