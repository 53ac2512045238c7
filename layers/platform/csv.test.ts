import { expect, it } from 'vitest'
import { readCsv } from './csv.ts'

async function* inPieces(text: string, size: number) {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

const all = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const list: Item[] = []
  for await (const item of items) list.push(item)
  return list
}

const read = (text: string, delimiter = ',', size = 3) => all(readCsv(inPieces(text, size), delimiter))

it('reads quotes, line breaks within values, a byte order mark and any line ends, with the line each record begins on', async () => {
  expect(await read('\uFEFFa,b\r\n1,"x\r\ny, ""z"""\r\n\r\n3,4')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['1', 'x\r\ny, "z"'] },
    { line: 5, cells: ['3', '4'] },
  ])
})

it('reads the same in pieces of any size', async () => {
  const text = 'a;b\n1;"длинное ""слово"""\n2;"\n"\n'
  const whole = await read(text, ';', 1000)
  for (const size of [1, 2, 5, 7]) expect(await read(text, ';', size)).toEqual(whole)
})

it('names a record that can’t be read, and goes on', async () => {
  expect(await read('a,b\n1,"open\n2,3')).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: [], fault: 'opens a quote that is never closed' },
  ])
})

it('hands on a failure of its source', async () => {
  async function* failing() {
    yield 'a,b\n'
    throw new Error('disk gone')
  }
  await expect(all(readCsv(failing(), ','))).rejects.toThrow('disk gone')
})
