// The page on which a process is drawn: bpmn-js with our own small palette and our attributes.
// The server reads what is saved as it reads any file, so nothing here is trusted.

const form = document.querySelector("form[data-draw]");
const field = form.elements.xml;
const english = document.documentElement.lang === "en";
const say = (vi, en) => (english ? en : vi);

const WORDS = {
  "Activate hand tool": "Kéo tấm vẽ",
  "Activate lasso tool": "Chọn nhiều phần tử",
  "Append end event": "Thêm điểm kết thúc",
  "Append gateway": "Thêm cổng",
  "Append task": "Thêm bước",
  "Append {type}": "Thêm {type}",
  "Change element": "Đổi loại",
  "Connect to other element": "Nối đến phần tử khác",
  "Connect using sequence/message flow or association": "Nối đến phần tử khác",
  Delete: "Xóa",
  Remove: "Bỏ",
};

// Words of bpmn-js's own buttons.
function translate(template, replacements = {}) {
  const text = (!english && WORDS[template]) || template;
  return text.replace(/{([^}]+)}/g, (_, key) => replacements[key] ?? `{${key}}`);
}

const KINDS = [
  ["bpmn:UserTask", "bpmn-icon-user-task", say("Bước", "Step")],
  ["bpmn:ExclusiveGateway", "bpmn-icon-gateway-xor", say("Cổng chọn một", "Choice")],
  ["bpmn:ParallelGateway", "bpmn-icon-gateway-parallel", say("Cổng song song", "Parallel")],
  ["bpmn:EndEvent", "bpmn-icon-end-event-none", say("Kết thúc", "End")],
];

// Only what the reader takes: the other hundred symbols of BPMN would be refused.
class Palette {
  constructor(palette, create, elementFactory, handTool, globalConnect) {
    Object.assign(this, { create, elementFactory, handTool, globalConnect });
    palette.registerProvider(this);
  }

  getPaletteEntries() {
    const entries = {
      hand: this.#tool("bpmn-icon-hand-tool", say("Kéo tấm vẽ", "Move the sheet"), (event) =>
        this.handTool.activateHand(event)),
      connect: this.#tool("bpmn-icon-connection-multi", say("Nối", "Connect"), (event) =>
        this.globalConnect.start(event)),
      line: { group: "tools", separator: true },
    };
    for (const [type, className, title] of KINDS) entries[type] = this.#shape(type, className, title);
    return entries;
  }

  #tool(className, title, click) {
    return { group: "tools", className, title, action: { click } };
  }

  #shape(type, className, title) {
    const start = (event) => this.create.start(event, this.elementFactory.createShape({ type }));
    return { group: "shapes", className, title, action: { click: start, dragstart: start } };
  }
}
Palette.$inject = ["palette", "create", "elementFactory", "handTool", "globalConnect"];

const attribute = (name) => ({ name, type: "String", isAttr: true });
const OURS = {
  name: "Motcua",
  uri: "urn:motcua:process:1",
  prefix: "motcua",
  // What extends a type of BPMN's lends it its way of writing tags.
  xml: { tagAlias: "lowerCase" },
  types: [
    {
      name: "Step",
      extends: ["bpmn:Activity"],
      properties: ["role", "unit", "verb", "budget", "canSendBack", "plain", "otherThan", "child", "childPapers"].map(attribute),
    },
    { name: "Gate", extends: ["bpmn:Gateway"], properties: [attribute("kind")] },
    { name: "Clock", extends: ["bpmn:BoundaryEvent"], properties: ["timer", "after", "outcome"].map(attribute) },
    { name: "Way", extends: ["bpmn:SequenceFlow"], properties: ["outcome", "tone"].map(attribute) },
  ],
};

const modeler = new window.BpmnJS({
  container: "#canvas",
  moddleExtensions: { motcua: OURS },
  additionalModules: [
    {
      __init__: ["ourPalette"],
      paletteProvider: ["value", null],
      ourPalette: ["type", Palette],
      translate: ["value", translate],
    },
  ],
});

const service = (name) => modeler.get(name);
let shown = null;

// The attributes of what is selected

function kindOf(element) {
  if (element?.type === "bpmn:SequenceFlow") return "flow";
  return /Task$|CallActivity$/.test(element?.type ?? "") ? "task" : "";
}

function show(element) {
  shown = element;
  const kind = kindOf(element);
  if (list) list.value = kind === "task" ? element.id : "";
  document.querySelector("[data-none]").hidden = Boolean(kind);
  for (const part of document.querySelectorAll("[data-of]")) part.hidden = part.dataset.of !== kind;
  if (!kind) return;
  const facts = element.businessObject;
  for (const input of document.querySelectorAll(`[data-of=${kind}] [data-fact]`)) {
    input.value = facts.get(`motcua:${input.dataset.fact}`) ?? "";
  }
  if (kind !== "flow") return;
  document.querySelector("[data-condition]").value = facts.conditionExpression?.body ?? "";
  document.querySelector("[data-default]").checked = facts.sourceRef?.default === facts;
}

function change(properties, element = shown) {
  if (element) service("modeling").updateProperties(element, properties);
}

for (const input of document.querySelectorAll("[data-fact]")) {
  input.addEventListener("change", () =>
    change({ [`motcua:${input.dataset.fact}`]: input.value.trim() || undefined }));
}

document.querySelector("[data-condition]").addEventListener("change", (event) => {
  const body = event.target.value.trim();
  const made = service("bpmnFactory").create("bpmn:FormalExpression", { body, language: "cel" });
  change({ conditionExpression: body ? made : undefined });
});

document.querySelector("[data-default]").addEventListener("change", (event) => {
  const gate = shown && service("elementRegistry").get(shown.businessObject.sourceRef.id);
  if (gate) change({ default: event.target.checked ? shown.businessObject : undefined }, gate);
});

// What is wrong, where it is

function markFaults() {
  const registry = service("elementRegistry");
  for (const line of document.querySelectorAll("li[data-node], p[data-node]")) {
    const element = registry.get(line.dataset.node);
    if (!element) continue;
    service("canvas").addMarker(element, "at-fault");
    const note = document.createElement("div");
    note.className = "draw-fault";
    note.textContent = "!";
    note.title = line.textContent.trim();
    service("overlays").add(element, { position: { top: -12, right: 12 }, html: note });
  }
}

// A long process does not fit: better its beginning at a size that can be read.
function lookAtStart() {
  const canvas = service("canvas");
  if (canvas.zoom("fit-viewport", "auto") > 0.6) return;
  canvas.zoom(0.8);
  const { inner, outer } = canvas.viewbox();
  canvas.viewbox({
    x: inner.x - 100, y: inner.y + inner.height / 2 - outer.height / 1.6,
    width: outer.width / 0.8, height: outer.height / 0.8,
  });
}

// Every step from a list as well: without a mouse, and when the sheet is long.
const list = document.querySelector("[data-goto]");

function listSteps() {
  const steps = service("elementRegistry").filter((one) => kindOf(one) === "task");
  const options = steps.map((one) => new Option(one.businessObject.name || one.id, one.id));
  list.replaceChildren(new Option("—", ""), ...options);
  list.value = kindOf(shown) === "task" ? shown.id : "";
}

list.addEventListener("change", () => {
  const element = service("elementRegistry").get(list.value);
  if (!element) return;
  service("canvas").scrollToElement(element, 120);
  service("selection").select(element);
});

// Enter in a field must not send the page; saving takes the diagram along.
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input")) {
    event.preventDefault();
    event.target.dispatchEvent(new Event("change"));
  }
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  field.value = (await modeler.saveXML({ format: true })).xml;
  form.submit();
});

modeler.on("selection.changed", ({ newSelection }) => show(newSelection.length === 1 ? newSelection[0] : null));
await modeler.importXML(field.value);
lookAtStart();
markFaults();
listSteps();
modeler.on("elements.changed", listSteps);
document.documentElement.dataset.drawn = "yes";
