/** Things that shops sell, with adjectives' gender; by branch of the shop. */

export type Gender = 'm' | 'f' | 'n'

export interface Kind {
  slug: string
  ru: string
  en: string
  gender: Gender
}

export interface Branch {
  slug: string
  ru: string
  en: string
  kinds: readonly Kind[]
}

const kind = (slug: string, ru: string, en: string, gender: Gender): Kind => ({ slug, ru, en, gender })

export const branches: readonly Branch[] = [
  {
    slug: 'electronics',
    ru: 'Электроника',
    en: 'Electronics',
    kinds: [
      kind('headphones', 'гарнитура', 'headset', 'f'),
      kind('laptops', 'ноутбук', 'laptop', 'm'),
      kind('phones', 'смартфон', 'smartphone', 'm'),
      kind('keyboards', 'клавиатура', 'keyboard', 'f'),
      kind('mice', 'мышь', 'mouse', 'f'),
      kind('monitors', 'монитор', 'monitor', 'm'),
      kind('speakers', 'колонка', 'speaker', 'f'),
      kind('cameras', 'камера', 'camera', 'f'),
    ],
  },
  {
    slug: 'kitchen',
    ru: 'Кухня',
    en: 'Kitchen',
    kinds: [
      kind('kettles', 'чайник', 'kettle', 'm'),
      kind('pans', 'сковорода', 'frying pan', 'f'),
      kind('pots', 'кастрюля', 'pot', 'f'),
      kind('knives', 'нож', 'knife', 'm'),
      kind('blenders', 'блендер', 'blender', 'm'),
      kind('dishes', 'блюдо', 'serving dish', 'n'),
      kind('mugs', 'кружка', 'mug', 'f'),
      kind('toasters', 'тостер', 'toaster', 'm'),
    ],
  },
  {
    slug: 'furniture',
    ru: 'Мебель',
    en: 'Furniture',
    kinds: [
      kind('tables', 'стол', 'table', 'm'),
      kind('chairs', 'стул', 'chair', 'm'),
      kind('armchairs', 'кресло', 'armchair', 'n'),
      kind('wardrobes', 'шкаф', 'wardrobe', 'm'),
      kind('shelves', 'полка', 'shelf', 'f'),
      kind('beds', 'кровать', 'bed', 'f'),
      kind('sofas', 'диван', 'sofa', 'm'),
      kind('lamps', 'лампа', 'lamp', 'f'),
    ],
  },
  {
    slug: 'clothes',
    ru: 'Одежда',
    en: 'Clothes',
    kinds: [
      kind('jackets', 'куртка', 'jacket', 'f'),
      kind('shirts', 'рубашка', 'shirt', 'f'),
      kind('coats', 'пальто', 'coat', 'n'),
      kind('dresses', 'платье', 'dress', 'n'),
      kind('hats', 'шапка', 'hat', 'f'),
      kind('scarves', 'шарф', 'scarf', 'm'),
      kind('backpacks', 'рюкзак', 'backpack', 'm'),
      kind('jumpers', 'свитер', 'jumper', 'm'),
    ],
  },
  {
    slug: 'garden',
    ru: 'Сад и дача',
    en: 'Garden',
    kinds: [
      kind('shovels', 'лопата', 'shovel', 'f'),
      kind('hoses', 'шланг', 'hose', 'm'),
      kind('mowers', 'газонокосилка', 'lawnmower', 'f'),
      kind('buckets', 'ведро', 'bucket', 'n'),
      kind('saws', 'пила', 'saw', 'f'),
      kind('grills', 'мангал', 'grill', 'm'),
      kind('greenhouses', 'теплица', 'greenhouse', 'f'),
      kind('pruners', 'секатор', 'pruner', 'm'),
    ],
  },
  {
    slug: 'sport',
    ru: 'Спорт',
    en: 'Sport',
    kinds: [
      kind('bicycles', 'велосипед', 'bicycle', 'm'),
      kind('tents', 'палатка', 'tent', 'f'),
      kind('balls', 'мяч', 'ball', 'm'),
      kind('skis', 'лыжа', 'ski', 'f'),
      kind('dumbbells', 'гантель', 'dumbbell', 'f'),
      kind('mats', 'коврик', 'mat', 'm'),
      kind('scooters', 'самокат', 'kick scooter', 'm'),
      kind('rackets', 'ракетка', 'racket', 'f'),
    ],
  },
]

/** Stem and endings: `складн` + `ой/ая/ое`. */
export const qualities: readonly { ru: Readonly<Record<Gender, string>>; en: string }[] = [
  { ru: { m: 'складной', f: 'складная', n: 'складное' }, en: 'folding' },
  { ru: { m: 'лёгкий', f: 'лёгкая', n: 'лёгкое' }, en: 'light' },
  { ru: { m: 'детский', f: 'детская', n: 'детское' }, en: 'children’s' },
  { ru: { m: 'большой', f: 'большая', n: 'большое' }, en: 'large' },
  { ru: { m: 'чёрный', f: 'чёрная', n: 'чёрное' }, en: 'black' },
  { ru: { m: 'белый', f: 'белая', n: 'белое' }, en: 'white' },
  { ru: { m: 'зелёный', f: 'зелёная', n: 'зелёное' }, en: 'green' },
  { ru: { m: 'тёплый', f: 'тёплая', n: 'тёплое' }, en: 'warm' },
  { ru: { m: 'тихий', f: 'тихая', n: 'тихое' }, en: 'quiet' },
  { ru: { m: 'дорожный', f: 'дорожная', n: 'дорожное' }, en: 'travel' },
  { ru: { m: 'прочный', f: 'прочная', n: 'прочное' }, en: 'sturdy' },
  { ru: { m: 'компактный', f: 'компактная', n: 'компактное' }, en: 'compact' },
]

export const materials = [
  { ru: 'сталь', en: 'steel' },
  { ru: 'алюминий', en: 'aluminium' },
  { ru: 'берёза', en: 'birch' },
  { ru: 'стекло', en: 'glass' },
  { ru: 'хлопок', en: 'cotton' },
  { ru: 'шерсть', en: 'wool' },
  { ru: 'пластик', en: 'plastic' },
  { ru: 'керамика', en: 'ceramic' },
] as const

export const sentences = [
  { ru: 'Служит долго и не требует ухода.', en: 'It lasts long and needs no care.' },
  { ru: 'Удобно брать с собой в дорогу.', en: 'It is handy to take along.' },
  { ru: 'Собирается за несколько минут без инструментов.', en: 'It is put together in minutes without tools.' },
  { ru: 'Подойдёт и для города, и для дачи.', en: 'It suits the town as well as the country.' },
  { ru: 'Легко моется и быстро сохнет.', en: 'It washes easily and dries fast.' },
  { ru: 'Гарантия два года от изготовителя.', en: 'The maker’s warranty is two years.' },
  { ru: 'Хороший подарок на новоселье.', en: 'It makes a good housewarming present.' },
  { ru: 'Занимает мало места при хранении.', en: 'It takes little room when stored.' },
] as const

export const syllables = ['ка', 'ро', 'ми', 'ве', 'ста', 'лу', 'не', 'бор', 'та', 'зи', 'гра', 'дов'] as const
export const latinSyllables = ['ka', 'ro', 'mi', 've', 'sta', 'lu', 'ne', 'bor', 'ta', 'zi', 'gra', 'dov'] as const
