// The reference Bluesky server and a directory in memory, both on loopback alone. For tests: its secrets are known.
// Prints one line of JSON when both are ready, and ends with its standard input.
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { join } from 'node:path'

process.env.LOG_ENABLED ??= 'false'
const { PDS } = await import('@atproto/pds')
const plc = createRequire(import.meta.url)('@did-plc/server')

const LOOPBACK = '127.0.0.1'
const [folder, jwtSecret] = process.argv.slice(2)

async function freePort() {
  const probe = createServer().listen(0, LOOPBACK)
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  await once(probe, 'close')
  return port
}

// Left alone, either would listen on every interface.
function onLoopback(server) {
  const listen = server.app.listen.bind(server.app)
  server.app.listen = (port) => listen(port, LOOPBACK)
}

const port = await freePort()
const plcPort = await freePort()
const blobs = join(folder, 'blobs')
mkdirSync(blobs, { recursive: true })

const directory = plc.PlcServer.create({ db: plc.Database.mock(), port: plcPort })
onLoopback(directory)
await directory.start()

const pds = await PDS.fromEnv({
  port,
  hostname: 'localhost',
  devMode: true,
  dataDirectory: folder,
  blobstoreDiskLocation: blobs,
  didPlcUrl: `http://localhost:${plcPort}`, // it takes no number for a host name here
  serviceHandleDomains: ['.test'],
  inviteRequired: false,
  disableSsrfProtection: true,
  enableDidDocWithSession: true,
  rateLimitsEnabled: process.env.RATE_LIMITS === 'true',
  jwtSecret,
  adminPassword: 'admin',
  plcRotationKeyK256PrivateKeyHex: '1'.repeat(64),
})
onLoopback(pds)
await pds.start()

process.stdin
  .once('end', async () => {
    await pds.destroy()
    await directory.destroy()
    process.exit(0)
  })
  .resume()

console.log(JSON.stringify({ url: `http://${LOOPBACK}:${port}`, directory: `http://${LOOPBACK}:${plcPort}` }))
