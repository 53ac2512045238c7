import { useState } from 'react'

/** A picture's address: catalogues may name a drawing of ours, a path, or another server's picture. */
export const pictureUrl = (name: string): string =>
  /^(https?:)?\//.test(name) ? name : `/images/products/${encodeURIComponent(name)}.svg`

/** A product's picture; a plain box where there is none or it can't be loaded. */
export const Picture = ({ name, alt, eager = false }: { name: string | null; alt: string; eager?: boolean }) => {
  const [broken, setBroken] = useState<string | null>(null)
  if (name === null || broken === name)
    return (
      <span
        className="picture picture-none"
        {...(alt === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': alt })}
      />
    )
  return (
    <img
      className="picture"
      src={pictureUrl(name)}
      alt={alt}
      width={400}
      height={400}
      loading={eager ? 'eager' : 'lazy'}
      decoding="async"
      onError={() => setBroken(name)}
    />
  )
}
