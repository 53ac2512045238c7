const phones = document.getElementById('phones')
const search = document.getElementById('search')
const form = document.getElementById('switches')
const outcome = document.getElementById('outcome')

function filter() {
  const wanted = search.value.trim().toLowerCase()
  for (const phone of phones.querySelectorAll('.phone')) {
    const numberMatches = phone.dataset.number.includes(wanted)
    let shown = 0
    for (const item of phone.querySelectorAll('li')) {
      item.hidden = !numberMatches && !item.textContent.toLowerCase().includes(wanted)
      if (!item.hidden) shown += 1
    }
    phone.hidden = shown === 0
  }
}

let shownHtml = phones.innerHTML
async function refresh() {
  try {
    const page = new DOMParser().parseFromString(await (await fetch('/')).text(), 'text/html')
    const html = page.getElementById('phones').innerHTML
    document.title = page.title
    // Nothing is replaced while nothing changed: a selection or a focused link survives.
    if (html !== shownHtml) {
      shownHtml = html
      phones.innerHTML = html
      filter()
    }
  } catch {
    document.title = 'SMS inbox (simulator stopped)'
  }
  setTimeout(refresh, 1500)
}

async function send(method, path, body) {
  const response = await fetch(path, { method, body: body && JSON.stringify(body) })
  const answer = response.status === 204 ? {} : await response.json()
  outcome.textContent = response.ok ? 'applied' : answer.error
  return response.ok && answer
}

function show(switches) {
  for (const [name, value] of Object.entries(switches)) {
    const input = form.elements.namedItem(name)
    if (input.type === 'checkbox') input.checked = value
    else input.value = 'json' in input.dataset ? JSON.stringify(value) : value
  }
}

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const switches = {}
  try {
    for (const input of form.querySelectorAll('input')) {
      if (input.type === 'checkbox') switches[input.name] = input.checked
      else switches[input.name] = 'json' in input.dataset ? JSON.parse(input.value) : Number(input.value)
    }
  } catch {
    outcome.textContent = 'failWith must be JSON'
    return
  }
  const applied = await send('PUT', '/switches', switches)
  if (applied) show(applied)
})

document.getElementById('reset').addEventListener('click', async () => {
  const applied = await send('DELETE', '/switches')
  if (applied) show(applied)
})

document.getElementById('clear').addEventListener('click', () => send('DELETE', '/inbox'))

const reply = document.getElementById('reply')

phones.addEventListener('click', (event) => {
  const phone = event.target.closest('h2')?.parentElement
  if (phone) reply.elements.namedItem('from').value = phone.dataset.number
})

reply.addEventListener('submit', async (event) => {
  event.preventDefault()
  const { from, body } = Object.fromEntries(new FormData(reply))
  const response = await fetch('/replies', { method: 'POST', body: JSON.stringify({ from, body }) })
  const { status, error } = await response.json()
  reply.querySelector('output').textContent = error ?? `the shop answered ${status}`
})

search.addEventListener('input', filter)
setTimeout(refresh, 1500)
