import { Link } from 'react-router'
import type { Hit } from '../api/answers.ts'
import { useLanguage } from '../i18n/language.ts'
import { Picture } from '../ui/picture.tsx'
import { Price } from '../ui/price.tsx'
import { AddToCart } from './add-to-cart.tsx'
import { AvailabilityNote } from './availability-note.tsx'
import { Marked } from './marked.tsx'

export const ProductCard = ({ hit }: { hit: Hit }) => {
  const { language } = useLanguage()
  return (
    <li className="card" data-testid="product-card" data-slug={hit.slug}>
      {/* The name is the link; the picture only makes it larger. */}
      <Link className="card-picture" to={`/p/${hit.slug}`} tabIndex={-1} aria-hidden="true">
        <Picture name={hit.image} alt="" />
      </Link>
      <div className="card-body">
        <Price minor={hit.priceMinor} oldMinor={hit.oldPriceMinor} currency={hit.currency} />
        <h2 className="card-name">
          <Link to={`/p/${hit.slug}`}>
            <Marked text={hit.name[language]} marks={hit.highlights[language]} />
          </Link>
        </h2>
        <AvailabilityNote availability={hit.availability} />
        <AddToCart product={hit} />
      </div>
    </li>
  )
}
