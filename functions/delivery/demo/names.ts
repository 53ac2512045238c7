/** The town as its planners drew it: kilometres east and north of its centre. */

export type StreetKind = 'street' | 'streetOf' | 'lane' | 'avenue' | 'avenueOf' | 'boulevard' | 'embankment' | 'highway'

type Point = [number, number]

export interface Place {
  kind: StreetKind
  ru: string
  en: string
  from: Point
  to: Point
}

const place = (kind: StreetKind, ru: string, en: string, from: Point, to: Point): Place => ({ kind, ru, en, from, to })

const westToEast = [
  place('embankment', 'Волжская', 'Volzhskaya', [-2.4, -0.4], [2.4, -0.4]),
  place('streetOf', 'Ленина', 'Lenina', [-2.0, -0.1], [2.2, -0.1]),
  place('street', 'Садовая', 'Sadovaya', [-2.2, 0.2], [1.9, 0.2]),
  place('street', 'Большая Купеческая', 'Bolshaya Kupecheskaya', [-1.6, 0.5], [2.3, 0.5]),
  place('boulevard', 'Липовый', 'Lipovy', [-1.3, 0.8], [1.3, 0.8]),
  place('street', 'Вокзальная', 'Vokzalnaya', [-2.6, 1.1], [2.0, 1.1]),
  place('street', 'Заводская', 'Zavodskaya', [-2.8, 1.5], [1.2, 1.5]),
  place('street', 'Полевая', 'Polevaya', [-2.1, 1.9], [2.4, 1.9]),
  place('street', 'Северная', 'Severnaya', [-2.3, 2.3], [2.1, 2.3]),
  place('street', 'Луговая', 'Lugovaya', [-2.0, -0.9], [2.1, -0.9]),
  place('street', 'Лесная', 'Lesnaya', [-2.4, -1.2], [1.6, -1.2]),
  place('street', 'Рыбацкая', 'Rybatskaya', [-1.5, -1.5], [2.2, -1.5]),
  place('street', 'Берёзовая', 'Beryozovaya', [-1.9, -1.8], [1.5, -1.8]),
  place('street', 'Южная', 'Yuzhnaya', [-2.2, -2.1], [2.2, -2.1]),
]

const southToNorth = [
  place('avenueOf', 'Мира', 'Mira', [0, -2.2], [0, 2.4]),
  place('avenue', 'Октябрьский', 'Oktyabrsky', [-1.0, -0.3], [-1.0, 2.3]),
  place('streetOf', 'Пушкина', 'Pushkina', [-0.5, -0.3], [-0.5, 1.6]),
  place('streetOf', 'Гоголя', 'Gogolya', [0.5, -0.3], [0.5, 1.5]),
  place('streetOf', 'Чехова', 'Chekhova', [0.9, -0.3], [0.9, 1.8]),
  place('streetOf', 'Королёва', 'Korolyova', [1.4, -0.3], [1.4, 2.2]),
  place('streetOf', 'Гагарина', 'Gagarina', [1.9, -0.4], [1.9, 2.0]),
  place('street', 'Советская', 'Sovetskaya', [-1.5, -0.3], [-1.5, 1.9]),
  place('street', 'Школьная', 'Shkolnaya', [-2.0, -0.1], [-2.0, 2.1]),
  place('street', 'Зелёная', 'Zelyonaya', [-1.7, -2.1], [-1.7, -0.8]),
  place('street', 'Речная', 'Rechnaya', [-1.1, -2.2], [-1.1, -0.8]),
  place('street', 'Сосновая', 'Sosnovaya', [-0.6, -2.0], [-0.6, -0.8]),
  place('street', 'Молодёжная', 'Molodyozhnaya', [0.6, -2.1], [0.6, -0.8]),
  place('street', 'Парковая', 'Parkovaya', [1.2, -2.0], [1.2, -0.8]),
  place('street', 'Солнечная', 'Solnechnaya', [1.8, -2.1], [1.8, -0.8]),
]

const lanes = [
  place('lane', 'Садовый', 'Sadovy', [-0.9, 0.35], [-0.6, 0.35]),
  place('lane', 'Купеческий', 'Kupechesky', [0.1, 0.35], [0.45, 0.35]),
  place('lane', 'Почтовый', 'Pochtovy', [0.2, 0.05], [0.2, 0.45]),
  place('lane', 'Театральный', 'Teatralny', [-0.25, 0.0], [-0.25, 0.45]),
  place('lane', 'Кузнечный', 'Kuznechny', [0.7, 0.25], [0.7, 0.75]),
  place('lane', 'Аптекарский', 'Aptekarsky', [-0.75, 0.55], [-0.75, 1.0]),
  place('lane', 'Вокзальный', 'Vokzalny', [-0.3, 1.15], [-0.3, 1.45]),
  place('lane', 'Банный', 'Banny', [1.1, 0.25], [1.1, 0.75]),
  place('lane', 'Тихий', 'Tikhy', [-1.8, 0.3], [-1.8, 0.95]),
  place('lane', 'Речной', 'Rechnoy', [-0.9, -1.1], [-0.9, -0.8]),
  place('lane', 'Рыбный', 'Rybny', [0.3, -1.4], [0.3, -1.0]),
  place('lane', 'Ёлочный', 'Yolochny', [0.9, -1.7], [0.9, -1.3]),
]

const outskirts = [
  place('highway', 'Ярославское', 'Yaroslavskoye', [-2.7, 0.9], [-4.1, 1.6]),
  place('highway', 'Костромское', 'Kostromskoye', [2.4, 0.6], [4.1, 1.1]),
  place('street', 'Аэродромная', 'Aerodromnaya', [2.6, 2.0], [3.8, 2.6]),
  place('street', 'Мельничная', 'Melnichnaya', [-3.6, -1.4], [-2.6, -1.0]),
  place('street', 'Яблоневая', 'Yablonevaya', [2.6, -2.6], [3.6, -1.9]),
  place('street', 'Дачная', 'Dachnaya', [-3.4, 2.6], [-2.5, 3.0]),
  // Beyond every zone: the town has it, the shop doesn't go there.
  place('street', 'Дальняя', 'Dalnyaya', [6.2, 0.4], [7.4, 0.9]),
  place('street', 'Хуторская', 'Khutorskaya', [-6.8, -2.2], [-6.1, -1.5]),
]

export const streetNames: readonly Place[] = [...westToEast, ...southToNorth, ...lanes, ...outskirts]

const outline = (points: Point[]): Point[] => points

export const town = {
  city: {
    id: 'zarechye',
    name: { ru: 'Заречье', en: 'Zarechye' },
    spellings: ['Заречье', 'Zarechye', 'Zarechie', 'Zarechje', "Zarech'ye"],
  },
  depots: [{ id: 'depot-1', name: { ru: 'Склад на Заводской', en: 'Zavodskaya depot' }, at: [-1.2, 1.52] as Point }],
  // In order: an address belongs to the first that holds it. Kopecks.
  zones: [
    {
      id: 'centre',
      name: { ru: 'Центр', en: 'Centre' },
      feeMinor: 14_900,
      freeFromMinor: 300_000,
      weightSteps: [
        { fromGrams: 30_000, extraMinor: 29_000 },
        { fromGrams: 80_000, extraMinor: 59_000 },
      ],
      outline: outline([[-1.4, -0.6], [1.4, -0.6], [1.4, 1.3], [-1.4, 1.3]]), // biome-ignore format: one line a shape
    },
    {
      id: 'town',
      name: { ru: 'Город', en: 'Town' },
      feeMinor: 24_900,
      freeFromMinor: 500_000,
      weightSteps: [
        { fromGrams: 30_000, extraMinor: 39_000 },
        { fromGrams: 80_000, extraMinor: 79_000 },
      ],
      outline: outline([[-2.9, -1.7], [-2.3, -2.4], [2.3, -2.4], [2.9, -1.7], [2.9, 2.0], [2.3, 2.6], [-2.3, 2.6], [-2.9, 2.0]]), // biome-ignore format: one line a shape
    },
    {
      id: 'outskirts',
      name: { ru: 'Окрестности', en: 'Outskirts' },
      feeMinor: 39_900,
      freeFromMinor: null,
      weightSteps: [
        { fromGrams: 20_000, extraMinor: 49_000 },
        { fromGrams: 60_000, extraMinor: 99_000 },
      ],
      outline: outline([[-4.6, -3.2], [4.6, -3.2], [4.6, 3.4], [-4.6, 3.4]]), // biome-ignore format: one line a shape
    },
  ],
}
