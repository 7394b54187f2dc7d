// Lighthouse in one process and one browser: reads addresses, a line each, and answers each with its report as a line of
// JSON. The argument is the port at which Chromium listens.
import { createInterface } from 'node:readline'
import lighthouse from 'lighthouse'

const flags = {
  port: Number(process.argv[2]),
  logLevel: 'silent',
  onlyCategories: ['performance', 'accessibility', 'best-practices', 'seo'],
  disableFullPageScreenshot: true // It is not looked at.
}

for await (const address of createInterface({ input: process.stdin })) {
  let report
  try {
    report = (await lighthouse(address, flags)).lhr
  } catch (error) {
    report = { runtimeError: { message: String(error) } }
  }
  console.log(JSON.stringify(report))
}
