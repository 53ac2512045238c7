import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
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

it('reads quotes, line breaks within values, a byte order mark and any line ends, with the lines of each record', async () => {
  expect(await read('\uFEFFa,b\r\n1,"x\r\ny, ""z"""\r\n\r\n3,4\r5,6\n7,8')).toEqual([
    { line: 1, lastLine: 1, cells: ['a', 'b'] },
    { line: 2, lastLine: 3, cells: ['1', 'x\r\ny, "z"'] },
    { line: 5, lastLine: 5, cells: ['3', '4'] },
    { line: 6, lastLine: 6, cells: ['5', '6'] },
    { line: 7, lastLine: 7, cells: ['7', '8'] },
  ])
})

it('reads the same in pieces of any size', async () => {
  const text = 'a;b\n1;"длинное ""слово"""\n2;"\n"\n3;"open\n4;5\n'
  const whole = await read(text, ';', 1000)
  for (const size of [1, 2, 5, 7]) expect(await read(text, ';', size)).toEqual(whole)
})

it('skips lines without a value, as spreadsheets leave them at the end', async () => {
  expect((await read('a,b\n1,2\n,\n, \n\n')).map(({ cells }) => cells)).toEqual([
    ['a', 'b'],
    ['1', '2'],
  ])
})

it('takes quotes in values that are not quoted as they are', async () => {
  expect((await read('a,b\n1,Pipe 5" long\n2,"Old" pipe\n')).slice(1).map(({ cells }) => cells[1])).toEqual([
    'Pipe 5" long',
    '"Old" pipe',
  ])
})

describe('a quote left open', () => {
  const shown = async (text: string) =>
    (await read(text)).slice(1).map(({ line, lastLine, cells, fault }) => [line, lastLine, fault ?? cells.join('|')])

  it('costs its own record only: reading goes on at the next line that begins one', async () => {
    expect(await shown('a,b,c\n1,"open,x\n2,y,z\n3,y,z\n')).toEqual([
      [2, 2, 'opens a quote that is never closed'],
      [3, 3, '2|y|z'],
      [4, 4, '3|y|z'],
    ])
  })

  it('is found where a quote of a later record seems to close it', async () => {
    const wrongPlace = 'opens a quote that does not close where the value ends'
    expect(await shown('a,b,c\n1,x,"open\n2,y,"z"\n3,y,z\n')).toEqual([
      [2, 2, wrongPlace],
      [3, 3, '2|y|z'],
      [4, 4, '3|y|z'],
    ])
    expect(await shown('a,b,c\n1,"open,5\n2,x,y\n3,x,y\n4,Lamp 5",z\n5,x,y\n')).toEqual([
      [2, 2, 'opens a quote that closes only within another record'],
      [3, 3, '2|x|y'],
      [4, 4, '3|x|y'],
      [5, 5, '4|Lamp 5"|z'],
      [6, 6, '5|x|y'],
    ])
    expect(await shown('"a","b","c"\n"1","2","open\n"2","y","z"\n"3","y","z"\n')).toEqual([
      [2, 2, 'has 5 values, the header 3: a quote may be left open'],
      [3, 3, '2|y|z'],
      [4, 4, '3|y|z'],
    ])
  })

  it('names all lines that are lost where none of them begins a record', async () => {
    expect(await shown('a,b,c\n1,"open\ntwo\nthree\n4,y,z\n')).toEqual([
      [2, 4, 'opens a quote that is never closed'],
      [5, 5, '4|y|z'],
    ])
  })

  it('is told from a value of many lines, with quotes, delimiters and empty lines in it', async () => {
    const value = `${'Oak, beech\n\n'.repeat(200)}and "pine"`
    const [, record, last] = await read(`a,b,c\n1,"${value.replaceAll('"', '""')}",3\n4,5,6\n`, ',', 100)
    expect(record).toEqual({ line: 2, lastLine: 402, cells: ['1', value, '3'] })
    expect(last).toEqual({ line: 403, lastLine: 403, cells: ['4', '5', '6'] })
  })

  it('swallows nothing of a file larger than what is kept of it', async () => {
    const rows = Array.from({ length: 200_000 }, (_, index) => `${index},name ${index},7`)
    rows[100] = '100,"name 100,7'
    const records = await read(['a,b,c', ...rows].join('\n'), ',', 50_000)
    expect(records).toHaveLength(200_001)
    expect(records.filter(({ fault }) => fault !== undefined)).toEqual([
      { line: 102, lastLine: 102, cells: [], fault: 'is longer than 1000000 bytes: a quote may be left open' },
    ])
    expect(records.at(-1)).toEqual({ line: 200_001, lastLine: 200_001, cells: ['199999', 'name 199999', '7'] })
  })

  it('in the header leaves nothing to read', async () => {
    expect(await read('a,"b\n1,2\n')).toEqual([
      { line: 1, lastLine: 2, cells: [], fault: 'opens a quote that is never closed' },
    ])
  })
})

it('drops a line too long to keep, and goes on with the next', async () => {
  const records = await read(`a,b\n1,${'x'.repeat(3_000_000)}\n2,3\n`, ',', 100_000)
  expect(records.slice(1)).toEqual([
    { line: 2, lastLine: 2, cells: [], fault: expect.stringContaining('is longer than') },
    { line: 3, lastLine: 3, cells: ['2', '3'] },
  ])
})

it('reads back whatever is quoted by the rules', async () => {
  const value = fc
    .array(fc.constantFrom('"', 'x', ',', '\n', '\r\n', 'я'), { maxLength: 8 })
    .map((parts) => parts.join(''))
  const row = fc.array(value, { minLength: 8, maxLength: 8 }).map((cells) => ['1', ...cells])
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 6 }), fc.integer({ min: 1, max: 60 }), async (rows, size) => {
      const header = [...'abcdefghi']
      const quoted = (cells: string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')
      const records = await read([header, ...rows].map(quoted).join('\n'), ',', size)
      expect(records.map(({ cells }) => cells)).toEqual([header, ...rows])
    }),
  )
})

it('loses no record however quotes are strewn over the rows between sound ones', async () => {
  const odd = fc.array(fc.constantFrom('"', 'x', ',', '\n', ' '), { maxLength: 12 }).map((parts) => parts.join(''))
  await fc.assert(
    fc.asyncProperty(fc.array(odd, { maxLength: 4 }), fc.integer({ min: 1, max: 40 }), async (rows, size) => {
      const text = ['a,b,c,d,e', ...rows.map((row) => `0,${row}`), '1,2,3,4,5', '2,2,3,4,5', '3,2,3,4,5'].join('\n')
      const records = await read(text, ',', size)
      expect(records.at(-1)?.cells).toEqual(['3', '2', '3', '4', '5'])
      const lines = records.map(({ line }) => line)
      expect(lines).toEqual([...new Set(lines)].sort((one, other) => one - other))
    }),
  )
})

it('hands on a failure of its source', async () => {
  async function* failing() {
    yield 'a,b\n'
    throw new Error('disk gone')
  }
  await expect(all(readCsv(failing(), ','))).rejects.toThrow('disk gone')
})
