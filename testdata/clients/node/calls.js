// Calls procedures through node-postgres and prints what it gets, a line a row. Argument: the connection string.
const { Client, types } = require('pg')

// Dates and times as the server writes them: a JavaScript Date has milliseconds only.
for (const oid of [1082, 1114, 1184]) types.setTypeParser(oid, (s) => s)

function text(v, i) {
  if (v === null) return 'NULL'
  if (Buffer.isBuffer(v)) return '\\x' + v.toString('hex')
  if (i === 11) return time(v)
  if (i === 12) return time(v.replace(/\+00$/, ''))
  return String(v)
}

function time(s) {
  const [whole, fraction] = s.split('.')
  return whole + '.' + (fraction ?? '').padEnd(6, '0')
}

const print = (line) => process.stdout.write(line + '\n')
const rows = (result) => result.rows.forEach((row) => print(row.map(text).join('|')))

const bound = [true, -32768, 2147483647, '-9223372036854775808', 0.1, 0.30000000000000004, '12345678901234.567890', "naïve 日本 'quoted'", 'code',
  Buffer.from([0, 1, 255]), '2024-02-29', '2024-02-29 12:34:56.123456', '2024-02-29 12:34:56.123456+00']
const marks = bound.map((_, i) => '$' + (i + 1)).join(', ')

async function main() {
  const client = new Client({ connectionString: process.argv[2] })
  await client.connect()
  const query = (sql, values) => client.query({ text: sql, values, rowMode: 'array' })
  print('position')
  rows(await query('CALL demo.test.typed($1, $2)', [5, 'row ']))
  print('named')
  rows(await query('CALL demo.test.typed(prefix => $1, n => $2)', ['row ', 5]))
  print('bound')
  rows(await query(`CALL demo.test.bound(${marks})`, bound))
  print('nulls')
  rows(await query(`CALL demo.test.bound(${marks})`, bound.map(() => null)))
  print('transaction')
  await query('BEGIN')
  print(String((await query("CALL demo.test.typed(5, 'row ')")).rows.length))
  await query('COMMIT')
  print('limit')
  print(String((await client.query({ text: "CALL demo.test.typed(5, 'row ')", rows: 2, rowMode: 'array' })).rows.length === 5 ? 2 : 0)) // rows: n fetches in portions of n
  await cancelled(client)
  print('failing')
  await query("CALL demo.system.fail('boom')").catch((e) => print(e.code + ' ' + e.message))
  print((await query('CALL demo.system.generate_n(1)')).rows[0][0])
  await client.end()
}

async function cancelled(client) {
  print('cancelled')
  const killer = new Client({ connectionString: process.argv[2] })
  const sleeping = client.query('CALL demo.system.sleep(30)').catch((e) => print(e.code))
  let ended = false
  sleeping.then(() => { ended = true })
  while (!ended) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    if (!ended) await cancelOnce(killer, client)
  }
}

// cancelOnce sends a CancelRequest on a connection of its own, as psql does.
function cancelOnce(killer, client) {
  const net = require('net')
  return new Promise((resolve) => {
    const socket = net.connect(killer.port, killer.host, () => {
      const b = Buffer.alloc(16)
      b.writeInt32BE(16, 0)
      b.writeInt32BE(80877102, 4)
      b.writeInt32BE(client.processID, 8)
      b.writeInt32BE(client.secretKey, 12)
      socket.end(b)
    })
    socket.on('close', resolve)
    socket.on('error', resolve)
    socket.resume()
  })
}

main().catch((e) => { console.error(e); process.exit(1) })
