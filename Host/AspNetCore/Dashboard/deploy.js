// Takes files that are dropped, folders too, and puts them where the form's own field has them: the form is sent as it is without a script.
const files = document.getElementById("files");
const folder = document.getElementById("folder");
const drop = document.getElementById("drop");
const chosen = document.getElementById("chosen");
const mostFiles = 2000;
const mostNames = 20;

const isLeftOut = path => path.split("/").some(part => part === "node_modules" || part.startsWith("."));

const show = () => {
  const list = [...files.files];
  const bytes = list.reduce((sum, file) => sum + file.size, 0);
  const most = Number(chosen.dataset.most);
  chosen.replaceChildren();
  const say = (tag, text) => {
    const line = document.createElement(tag);
    line.textContent = text;
    return line;
  };
  if (list.length === 0) return;
  chosen.append(say("p", `${list.length} ${list.length === 1 ? "file" : "files"}, ${bytes} bytes${bytes > most ? `: more than the ${most} that are allowed` : ""}`));
  const names = document.createElement("ul");
  for (const file of list.slice(0, mostNames)) names.append(say("li", file.name));
  if (list.length > mostNames) names.append(say("li", `and ${list.length - mostNames} more`));
  chosen.append(names);
};

// A file's name is its path from here on; that is what the form sends.
const take = found => {
  const all = new DataTransfer();
  for (const [path, file] of found) {
    if (!isLeftOut(path) && all.items.length < mostFiles) all.items.add(new File([file], path, { type: file.type }));
  }
  files.files = all.files;
  folder.value = "";
  show();
};

const read = async (entry, path, found) => {
  if (isLeftOut(path) || found.length >= mostFiles) return;
  if (entry.isFile) {
    found.push([path, await new Promise((done, failed) => entry.file(done, failed))]);
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (some.length === 0) return;
    for (const each of some) await read(each, `${path}/${each.name}`, found);
  }
};

const dropped = async transfer => {
  // The entries are gone once this has waited for anything.
  const entries = [...transfer.items].map(item => item.webkitGetAsEntry?.()).filter(entry => entry);
  const plain = [...transfer.files];
  const found = [];
  for (const entry of entries) await read(entry, entry.name, found);
  take(entries.length > 0 ? found : plain.map(file => [file.name, file]));
};

drop.addEventListener("dragover", event => {
  event.preventDefault();
  drop.classList.add("over");
});
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", event => {
  event.preventDefault();
  drop.classList.remove("over");
  dropped(event.dataTransfer).catch(error => { chosen.textContent = `The files cannot be read: ${error.message}`; });
});
files.addEventListener("change", show);
folder.addEventListener("change", () => {
  if (folder.files.length > 0) take([...folder.files].map(file => [file.webkitRelativePath || file.name, file]));
});
document.getElementById("drop-hint").hidden = false;
