import { expect, it } from 'vitest'
import { splitImages } from './images.ts'

const a = 'https://a.example/w_200,h_300/1.jpg'
const b = 'http://b.example/2.jpg;v=1?x=1,2'

it.each([
  [a, [a]],
  [`${a},${b}`, [a, b]],
  [`${a}, ${b}`, [a, b]],
  [`${a};${b}`, [a, b]],
  [`${a} ${b}`, [a, b]],
  [`${a}|${b}|`, [a, b]],
  [`${a}, skillet`, [a, 'skillet']],
  ['skillet,air-fryer; apron', ['skillet', 'air-fryer', 'apron']],
  ['/images/1.png,/images/2.png /images/3.png', ['/images/1.png', '/images/2.png', '/images/3.png']],
  ['HTTPS://A.example/B.jpg', ['https://A.example/B.jpg']],
  ['not a url', ['not a url']],
  ['javascript:alert(1)', ['javascript:alert(1)']],
  ['data:image/png;base64,AAAA', ['data:image/png;base64,AAAA']],
  [`${a} ${a}`, [a]],
  [' , ', []],
])('parts the pictures of %s', (text, pictures) => {
  expect(splitImages(text)).toEqual(pictures)
})
