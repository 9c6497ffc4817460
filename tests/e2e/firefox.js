// Has the document beside it made into a PDF, and sends what came of it to whoever waits.
(async () => {
  const document = await fetch("document");
  const bytes = new Uint8Array(await document.arrayBuffer());
  const { port1, port2 } = new MessageChannel();
  const answer = await new Promise((made, failed) => {
    const worker = new Worker("WORKER");
    worker.onerror = () => failed("the worker could not be loaded");
    port1.onmessage = ({ data }) => made(data);
    worker.postMessage({ url: "PROGRAM", bytes }, [port2]);
  }).catch(String);
  await fetch("ANSWER", { method: "POST", mode: "no-cors", body: answer });
})();
