import { useState } from 'react'
import type { OperatorZone } from '../../api/answers.ts'
import { type GeoJsonFault, readGeoJson } from './geojson.ts'
import { type Ring, ringOf } from './ring.ts'

/** A zone's border while it is edited, on the map or as text: what was done last counts, and shows in both once it is read. */
export const useBorder = (outline: OperatorZone['outline']) => {
  const [ring, setRing] = useState(() => ringOf(outline))
  // What is not read yet; none: the text follows the map.
  const [typed, setTyped] = useState<string>()
  const [fault, setFault] = useState<GeoJsonFault>()
  const draw = (drawn: Ring) => {
    setRing(drawn)
    setTyped(undefined)
    setFault(undefined)
  }
  return {
    ring,
    typed,
    fault,
    draw,
    type: (text: string) => {
      setTyped(text)
      setFault(undefined)
    },
    /** The border with what was typed, if anything was; undefined: that is none. */
    read: (): Ring | undefined => {
      if (typed === undefined || typed.trim() === '') return ring
      const found = readGeoJson(typed)
      if ('ring' in found) {
        draw(found.ring)
        return found.ring
      }
      setFault(found.fault)
      return undefined
    },
  }
}

export type Border = ReturnType<typeof useBorder>
