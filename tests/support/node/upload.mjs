// One upload by tus-js-client, as its documentation shows it; what came of it is printed as JSON.
//
//     node upload.mjs '{"endpoint", "token", "file", "sha256", "piece", ...}'
//
// "url" goes on with an upload, "stop" gives up after so many bytes, "terminate" forgets it then,
// "retries" says how often it tries again at once, "together" sends bytes with the creation.

import { createReadStream } from "node:fs"
import { Upload } from "tus-js-client"

const asked = JSON.parse(process.argv[2])
const tell = (told) => console.log(JSON.stringify({ url: upload.url, ...told }))

const upload = new Upload(createReadStream(asked.file), {
  endpoint: asked.endpoint,
  uploadUrl: asked.url ?? null,
  headers: { Authorization: `Bearer ${asked.token}` },
  metadata: { sha256: asked.sha256, filename: "ảnh chụp.jpg" },
  chunkSize: asked.piece,
  uploadSize: asked.size,
  uploadDataDuringCreation: asked.together ?? false,
  retryDelays: new Array(asked.retries ?? 0).fill(0),
  onError: (error) => tell({ error: error.originalResponse?.getStatus() ?? 0, words: error.message }),
  onSuccess: () => tell({ done: true }),
  onChunkComplete: async (_size, accepted) => {
    if (asked.stop && accepted >= asked.stop) {
      await upload.abort(asked.terminate ?? false)
      tell({ accepted })
    }
  },
})
upload.start()
