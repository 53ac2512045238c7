import { useMutation, useQueryClient } from '@tanstack/react-query'

/** What an operator changes; also after a refusal the page reads again what there is. */
export const useChange = <Answer, Wish = void>(
  send: (wish: Wish) => Promise<Answer>,
  keys: readonly string[],
  onSuccess?: (answer: Answer) => void,
) => {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: send,
    ...(onSuccess && { onSuccess }),
    onSettled: () => Promise.all(keys.map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  })
}
