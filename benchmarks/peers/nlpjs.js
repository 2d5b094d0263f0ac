// nlp.js with its default settings: `node nlpjs.js train|serve FOLDER`, the job as JSON on standard input (worker.py).
'use strict';

const fs = require('fs');
const path = require('path');
const { NlpManager } = require('node-nlp');

const LANGUAGE = 'en';

async function main() {
  const [command, folder] = process.argv.slice(2);
  const model = path.join(folder, 'model.nlp');
  const job = JSON.parse(fs.readFileSync(0, 'utf8'));
  const manager = new NlpManager({ languages: [LANGUAGE], autoSave: false, nlu: { log: false } });
  if (command === 'train') {
    for (const [text, intent] of job) manager.addDocument(LANGUAGE, text, intent);
    await manager.train();
    manager.save(model, true);
    return;
  }
  manager.load(model);
  for (const text of job.warm) await manager.process(LANGUAGE, text);
  const readings = [];
  for (const text of job.messages) {
    const started = process.hrtime.bigint();
    const { classifications } = await manager.process(LANGUAGE, text);
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    readings.push({ ranking: classifications.map(({ intent, score }) => [intent, score]), seconds });
  }
  fs.writeFileSync(path.join(folder, 'readings.json'), JSON.stringify(readings));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
