/** East Asian encodings are detected, and Western, Central European and Cyrillic texts are taken for none of them. */

import { assertEquals } from "@std/assert";
import { multibyteEncoding } from "../../../../tasks/data/tables/multibyte.ts";
import { testsWith } from "../../../helpers/tests_with.ts";
import { readContent } from "./read_file.ts";

const test = testsWith("read", "write");

/** The bytes of each character, found by decoding all. */
function encoderOf(encoding: string, isPair: boolean): (text: string) => Uint8Array {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const bytesOf = new Map<string, readonly number[]>();
  const note = (bytes: readonly number[]) => {
    try {
      const text = decoder.decode(Uint8Array.from(bytes));
      if ([...text].length === 1 && !bytesOf.has(text)) bytesOf.set(text, bytes);
    } catch { /* they are no character */ }
  };
  for (let first = 0; first < 256; first++) note([first]);
  for (let first = 0x81; isPair && first < 0xff; first++) {
    for (let second = 0x30; second < 0xff; second++) note([first, second]);
  }
  return (text) => Uint8Array.from([...text].flatMap((character) => bytesOf.get(character)!));
}

const JAPANESE = [
  "名前,年齢,都道府県\n山田太郎,34,東京都\n佐藤花子,28,大阪府\n鈴木一郎,45,北海道\n",
  "商品,価格,感想\nりんご,120,とても甘くておいしいです\nバナナ,98,少し硬かった\n",
  "都市,県\n京都市,京都府\n奈良市,奈良県\n金沢市,石川県\n仙台市,宮城県\n",
];
const KOREAN = [
  "이름,나이,도시\n김민수,34,서울\n이영희,28,부산\n박철수,45,대구\n",
  "상품,가격,후기\n사과,1200,정말 맛있어요\n바나나,980,조금 딱딱했습니다\n",
];
const SIMPLIFIED = [
  "姓名,年龄,城市\n王小明,34,北京\n李华,28,上海\n张伟,45,广州\n",
  "商品,价格,评价\n苹果,12,非常好吃，下次还会购买\n香蕉,9,有一点硬\n",
];
const TRADITIONAL = [
  "姓名,年齡,城市\n王小明,34,臺北\n李美華,28,高雄\n張志偉,45,臺中\n",
  "商品,價格,評價\n蘋果,12,非常好吃，下次還會購買\n香蕉,9,有一點硬\n",
];

const TEXTS: readonly (readonly [encoding: string, texts: readonly string[]])[] = [
  ["shift_jis", JAPANESE],
  ["euc-jp", JAPANESE],
  ["euc-kr", KOREAN],
  ["gb18030", SIMPLIFIED],
  ["big5", TRADITIONAL],
];

for (const [encoding, texts] of TEXTS) {
  test(`${encoding} is detected, read and printed`, async () => {
    const encode = encoderOf(encoding, true);
    for (const text of texts) {
      const { columns, rows, notes } = await readContent(encode(text));
      assertEquals([columns, ...rows].map((row) => row.join(",")).join("\n"), text.trim());
      assertEquals(notes.map((note) => note.replace(/^.*table/, "FILE")), [
        `FILE is read as ${encoding}; --encoding NAME reads it otherwise`,
      ]);
    }
  });
}

/** Words by the encodings of one byte that people have them in. */
const WORDS: readonly (readonly [encoding: string, words: string])[] = [
  [
    "windows-1252",
    "Größe Stück Österreich Straße Müller Köln für über schön grün weiß Äpfel Übung",
  ],
  ["windows-1252", "élève garçon été déjà forêt crème Noël où français naïve hôtel Évreux Orléans"],
  ["windows-1252", "niño señor mañana corazón Málaga León São coração informação mãe Peña três"],
  ["windows-1252", "blåbær Ålesund størrelse grønn smörgås Malmö Göteborg hjälp år määrä yö työ"],
  ["iso-8859-2", "Łódź Kraków Wrocław Gdańsk źródło żółw ćma język miłość książka święto"],
  ["iso-8859-2", "Příbram Žďár Plzeň Budějovice kůň žluťoučký štěstí Győr hűség tűz Čačak Đakovo"],
  ["windows-1251", "Москва Новосибирск цена город имя возраст товар яблоко хлеб молоко улица дом"],
  ["windows-1251", "МОСКВА ЦЕНА ГОРОД ИМЯ ОМСК ТОМСК ПЕРМЬ УФА КАЗАНЬ Київ Львів ціна їжак ґанок"],
  ["koi8-r", "Москва Новосибирск цена город имя возраст товар яблоко хлеб молоко улица дом"],
];

test("of 270 texts with letters of one byte none is taken for an East Asian encoding", async () => {
  for (const [k, [encoding, words]] of WORDS.entries()) {
    const [encode, all] = [encoderOf(encoding, false), words.split(" ")];
    for (let text = 0; text < 30; text++) {
      const word = (row: number) => all[(7 * row * (row + k) + 5 * row + text) % all.length]!;
      const rows = Array.from({ length: 2 + text }, (_, r) => `${word(r)},${r},${word(r + 3)}\n`);
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      const writer = writable.getWriter();
      const written = writer.write(encode(`name,value,${word(1)}\n${rows.join("")}`))
        .then(() => writer.close()).catch(() => {}); // it may be given up
      assertEquals(await multibyteEncoding(readable), undefined, `${encoding} ${text}`);
      await written;
    }
  }
});
