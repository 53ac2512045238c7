import { expect, it } from 'vitest'
import { isPicture } from './product-input.ts'

it.each(['https://a.example/1.jpg', 'http://b.example/a,b.jpg?x=1;2', '/images/1.png', 'air-fryer', 'x2'])(
  'takes %s for a picture',
  (text) => {
    expect(isPicture(text)).toBe(true)
  },
)

it.each([
  'javascript:alert(1)',
  'data:image/png;base64,AAAA',
  'not a url',
  'photo.jpg',
  '../secret',
  '//a.example/1.jpg',
  '/\\a.example',
  'https://',
  'https:///1.jpg',
  'https:/a.example',
  'https://a b',
  'ftp://a.example/1.jpg',
  '',
])('takes %j for none', (text) => {
  expect(isPicture(text)).toBe(false)
})
