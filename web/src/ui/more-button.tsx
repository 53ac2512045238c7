interface PagedQuery {
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => unknown
}

/** Fetches the next page of a list; nothing after the last. */
export const MoreButton = ({ query, label }: { query: PagedQuery; label: string }) =>
  query.hasNextPage ? (
    <button type="button" className="button" disabled={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
      {label}
    </button>
  ) : null
