import { expect, it } from 'vitest'
import { currentPath, pathsWithin } from './category-paths.ts'

const formerPaths = new Map([
  ['home', 'house'],
  ['home/lamps', 'light/lamps'],
  ['house/lamps', 'light/lamps'],
  ['home/lamps/desk', 'light/lamps/desk'],
  ['housewares', 'pots'],
])

it('leads from any path that a category had to the one it has', () => {
  expect(currentPath('home', formerPaths)).toBe('house')
  expect(currentPath('house', formerPaths)).toBe('house')
  expect(currentPath('nowhere', formerPaths)).toBe('nowhere')
})

it('names the paths that a category and those below it had, each branch once', () => {
  expect(pathsWithin('house', formerPaths)).toEqual(['house', 'home'])
  expect(pathsWithin('light', formerPaths)).toEqual(['light', 'home/lamps', 'house/lamps'])
  expect(pathsWithin('light/lamps/desk', formerPaths)).toEqual(['light/lamps/desk', 'home/lamps/desk'])
  expect(pathsWithin('nowhere', formerPaths)).toEqual(['nowhere'])
})
