import { useQuery } from '@tanstack/react-query'
import { Link, Navigate, useParams } from 'react-router'
import type { Product } from '../api/answers.ts'
import { useApi } from '../api/api.ts'
import { ApiProblem } from '../api/problem.ts'
import { attributeValue, weight } from '../format/attribute.ts'
import { useLanguage } from '../i18n/language.ts'
import { Definitions } from '../ui/definitions.tsx'
import { Picture } from '../ui/picture.tsx'
import { Price } from '../ui/price.tsx'
import { Empty, Loaded } from '../ui/states.tsx'
import { Title } from '../ui/title.tsx'
import { AddToCart } from './add-to-cart.tsx'
import { AvailabilityNote } from './availability-note.tsx'

const Trail = ({ product }: { product: Product }) => {
  const { language, t } = useLanguage()
  return (
    <nav aria-label={t.catalogue.category}>
      <ol className="trail">
        <li>
          <Link to="/">{t.nav.catalogue}</Link>
        </li>
        {product.categories.map(({ path, name }) => (
          <li key={path}>
            <Link to={`/?category=${encodeURIComponent(path)}`}>{name[language]}</Link>
          </li>
        ))}
      </ol>
    </nav>
  )
}

const ProductDetails = ({ product }: { product: Product }) => {
  const { language, t } = useLanguage()
  const { brand } = product
  return (
    <article className="product" data-testid="product">
      <Title>{product.name[language]}</Title>
      <Trail product={product} />
      <div className="product-columns">
        <div className="product-pictures">
          {product.images.length === 0 && <Picture name={null} alt={t.product.noPicture} />}
          {product.images.map((image, index) => (
            <Picture key={image} name={image} alt={product.name[language]} eager={index === 0} />
          ))}
        </div>
        <div>
          <h1>{product.name[language]}</h1>
          <Price minor={product.priceMinor} oldMinor={product.oldPriceMinor} currency={product.currency} />
          <AvailabilityNote availability={product.availability} />
          <AddToCart product={product} />
          <p className="prose">{product.description[language]}</p>
          <h2>{t.product.details}</h2>
          <Definitions
            rows={[
              ...product.attributes.map(
                (attribute) => [attribute.name[language], attributeValue(attribute, language, t)] as const,
              ),
              [t.product.weight, product.weightGrams > 0 && weight(product.weightGrams, language, t)],
              [t.product.brand, brand && <Link to={`/?brand=${encodeURIComponent(brand.slug)}`}>{brand.name}</Link>],
              [t.product.sku, product.sku],
            ]}
          />
        </div>
      </div>
    </article>
  )
}

export const ProductPage = () => {
  const { t } = useLanguage()
  const api = useApi()
  const { slug = '' } = useParams()
  const query = useQuery({ queryKey: ['product', slug], queryFn: ({ signal }) => api.product(slug, signal) })
  if (query.error instanceof ApiProblem && query.error.code === 'not_found')
    return (
      <>
        <Title>{t.product.missing}</Title>
        <h1 className="visually-hidden">{t.product.missing}</h1>
        <Empty title={t.product.missing}>
          <Link className="button" to="/">
            {t.states.toCatalogue}
          </Link>
        </Empty>
      </>
    )
  return (
    <Loaded query={query}>
      {(product) =>
        // A link from before the product got another slug, or one by its id: the address becomes the one it has.
        product.slug === slug ? <ProductDetails product={product} /> : <Navigate to={`/p/${product.slug}`} replace />
      }
    </Loaded>
  )
}
