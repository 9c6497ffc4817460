// The aging of records as a table.
import { useEffect, useState } from "react";
import init, { aging } from "owed";
import type { Aging, IsoDate, OwedError, RecordsFile } from "owed";

type State = { aging: Aging } | { error: OwedError } | undefined;

export function AgingTable({ records, asOf }: { records: RecordsFile; asOf: IsoDate }) {
  const [state, setState] = useState<State>();

  useEffect(() => {
    let current = true;
    const show = (next: State) => current && setState(next);
    init()
      .then(() => show({ aging: aging(records, { as_of: asOf }) }))
      .catch((error: OwedError) => show({ error }));
    return () => {
      current = false;
    };
  }, [records, asOf]);

  if (!state) return <p role="status">Working…</p>;
  if ("error" in state) return <p role="alert">{state.error.message}</p>;
  return (
    <table>
      <tbody>
        {state.aging.currencies.map(({ currency, total }) => (
          <tr key={currency}>
            <th scope="row">{currency}</th>
            {total.buckets.map((amount, bucket) => (
              <td key={bucket}>{amount}</td>
            ))}
            <td>{total.outstanding}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
