import { signAccessToken } from '@korob/platform/tokens'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { oneShopWithPage, type ShopWithPage, visit } from './support/page.ts'
import { pictures } from './support/pictures.ts'

let web: ShopWithPage

beforeAll(async () => {
  web = await oneShopWithPage()
})

const open = async (path: string) => {
  const token = await signAccessToken({ role: 'operator', id: 'operator-1' }, 3600)
  return visit(web, `/operator/${path}#token=${token}`)
}

/** Presses the map at shares of its width and height. */
const press = async (page: Page, corners: [number, number][]): Promise<void> => {
  const surface = page.getByTestId('map-surface')
  const box = await surface.boundingBox()
  if (!box) throw new Error('there is no map')
  for (const [index, [x, y]] of corners.entries()) {
    await surface.click({ position: { x: box.width * x, y: box.height * y } })
    await page.locator(`[data-testid=map-corner][data-corner="${index}"]`).waitFor()
  }
}

describe('an operator', () => {
  test('draws a zone on the map, prices it, is told what is wrong with a border, and gives the zone up', async () => {
    const { page, faults } = await open('zones')
    await page.getByTestId('zone').nth(2).waitFor()
    await pictures(page, 'zones')
    await page.getByTestId('new-zone').click()
    const editor = page.getByTestId('zone-editor')
    await press(page, [
      [0.4, 0.4],
      [0.6, 0.4],
      [0.6, 0.6],
      [0.4, 0.6],
    ])
    for (const [name, text] of Object.entries({ id: 'quarter', nameRu: 'Квартал', nameEn: 'Quarter', fee: '99,50' }))
      await editor.locator(`[name=${name}]`).fill(text)
    await pictures(page, 'zone-editor')
    await page.getByTestId('save-zone').click()
    const zone = page.locator('[data-testid=zone][data-zone=quarter]')
    await zone.filter({ hasText: '99,50' }).waitFor()

    await zone.getByTestId('change-zone').click()
    await editor.locator('summary').click()
    const bowTie = [
      [41.1, 57.35],
      [41.12, 57.37],
      [41.12, 57.35],
      [41.1, 57.37],
    ]
    await page.getByTestId('geojson').fill('{}')
    await page.getByTestId('apply-geojson').click()
    await page.getByTestId('geojson-fault').waitFor()
    await page.getByTestId('geojson').fill(JSON.stringify({ type: 'Polygon', coordinates: [bowTie] }))
    await page.getByTestId('apply-geojson').click()
    await page.getByTestId('save-zone').click()
    await page.getByTestId('not-changed').filter({ hasText: 'outline.' }).waitFor()
    const corner = page.locator('[data-testid=map-corner][data-corner="1"]')
    await corner.scrollIntoViewIfNeeded()
    const [from, to] = [await corner.boundingBox(), await page.locator('[data-corner="2"]').boundingBox()]
    if (!from || !to) throw new Error('there are no corners')
    // Across the other, so that the edges no longer cross.
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
    await page.mouse.down()
    await page.mouse.move(to.x + to.width / 2, to.y + to.height * 2.5, { steps: 4 })
    await page.mouse.up()
    await page.getByTestId('save-zone').click()
    await page.getByTestId('zone-editor').waitFor({ state: 'detached' })
    await zone.getByTestId('remove-zone').click()
    await zone.getByTestId('remove-zone').click()
    await zone.waitFor({ state: 'detached' })
    expect(faults).toEqual([])
  })

  test('adds a courier, gives one a day off, and is told who needs a depot', async () => {
    const { page, faults } = await open('fleet')
    await page.getByTestId('courier').nth(3).waitFor()
    await pictures(page, 'fleet')
    await page.getByTestId('new-courier').click()
    const editor = page.getByTestId('courier-editor')
    await editor.locator('[name=firstName]').fill('Марат')
    await editor.getByTestId('week-day').first().locator('[type=checkbox]').check()
    await editor.getByTestId('week-day').first().getByRole('button').click()
    await pictures(page, 'courier-editor')
    await page.getByTestId('save-courier').click()
    const marat = page.getByTestId('courier').filter({ hasText: 'Марат' })
    await marat.getByTestId('change-courier').click()
    await editor.locator('[type=time]').nth(3).waitFor()
    await editor.locator('[name=capacity]').fill('45,5')
    await page.getByTestId('save-courier').click()
    await marat.filter({ hasText: '45,5' }).waitFor()

    const id = await marat.getAttribute('data-courier')
    await page.getByTestId('hours-date').fill('2099-01-01')
    const day = page.locator(`[data-testid=courier-day][data-courier="${id}"]`)
    await day.locator('[name=from]').fill('11:00')
    await day.locator('[name=until]').fill('15:00')
    await day.getByTestId('set-hours').click()
    await day.getByTestId('hours').filter({ hasText: '11:00–15:00' }).waitFor()
    await day.getByTestId('day-off').click()
    await day.getByTestId('day-off').click()
    await day.getByTestId('hours').filter({ hasNotText: ':' }).waitFor()
    await day.getByTestId('other-days-open').click()
    await day.getByTestId('other-days').filter({ hasText: 'не работает' }).waitFor()
    await pictures(page, 'courier-days')

    const depot = page.locator('[data-testid=depot][data-depot=depot-1]')
    await depot.getByTestId('remove-depot').click()
    await depot.getByTestId('remove-depot').click()
    await depot.getByTestId('not-changed').filter({ hasText: 'Марат' }).waitFor()
    await page.getByTestId('new-depot').click()
    const place = page.getByTestId('depot-editor')
    await page.getByTestId('map-surface').click()
    for (const [name, text] of Object.entries({ id: 'east', nameRu: 'Восток', nameEn: 'East' }))
      await place.locator(`[name=${name}]`).fill(text)
    await pictures(page, 'depot-editor')
    await page.getByTestId('save-depot').click()
    const east = page.locator('[data-testid=depot][data-depot=east]')
    await east.getByTestId('remove-depot').click()
    await east.getByTestId('remove-depot').click()
    await east.waitFor({ state: 'detached' })
    await marat.getByTestId('change-courier').click()
    await page.getByTestId('remove-courier').click()
    await page.getByTestId('remove-courier').click()
    await marat.waitFor({ state: 'detached' })
    expect(faults).toEqual([])
  })

  test('offers another window, bounds one slot of it, and offers it no more', async () => {
    const { page, faults } = await open('slots')
    await page.getByTestId('template').nth(5).waitFor()
    await page.getByTestId('new-template').click()
    const editor = page.getByTestId('template-editor')
    await editor.locator('[name=until]').fill('09:00')
    await editor.locator('[name=capacity]').fill('7')
    await pictures(page, 'template-editor')
    await page.getByTestId('save-template').click()
    const template = page.getByTestId('template').filter({ hasText: '08:00–09:00' })
    await template.filter({ hasText: '7' }).waitFor()
    await page.getByTestId('slots-date').fill(new Date(Date.now() + 48 * 3_600_000).toISOString().slice(0, 10))
    const slot = page.getByTestId('day-slot').filter({ hasText: '08:00–09:00' })
    await slot.locator('[name=capacity]').fill('0')
    await slot.getByTestId('save-slot').click()
    await slot.filter({ hasText: 'отдельно' }).waitFor()
    await pictures(page, 'slots')
    await template.getByTestId('remove-template').click()
    await template.getByTestId('remove-template').click()
    await template.waitFor({ state: 'detached' })
    expect(faults).toEqual([])
  })
})
