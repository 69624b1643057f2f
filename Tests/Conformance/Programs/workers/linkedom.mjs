import { DOMParser, parseHTML, parseJSON, toJSON } from "linkedom/worker";

const page = `<!doctype html><html lang="en"><head><title>Shop</title></head><body>
<ul id="list" class="a b"><li data-id="1">Tea <b>green</b></li><li data-id="2" class="sale">Milk &amp; more</li><li>Salt</li></ul>
<template><p>inside</p></template><form><input name="q" value="x" disabled><select><option value="1">one<option selected>two</select></form></body></html>`;

export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const { document, customElements, HTMLElement, Event } = parseHTML(page);
    switch (pathname) {
      case "/query": return Response.json([...document.querySelectorAll(searchParams.get("q"))].map((e) => [e.tagName, e.textContent, e.className, { ...e.dataset }]));
      case "/edit": {
        const list = document.getElementById("list");
        const item = document.createElement("li");
        item.append("Bread ", document.createElement("i"));
        item.setAttribute("title", "a \"b\" <c>");
        list.insertBefore(item, list.firstElementChild.nextElementSibling);
        list.lastElementChild.remove();
        list.classList.toggle("b"); list.classList.add("c");
        list.querySelector(".sale").innerHTML = "<s>Milk</s> <!-- out -->";
        list.style.color = "red";
        return new Response(document.toString(), { headers: { "content-type": "text/html; charset=utf-8" } });
      }
      case "/events": {
        const seen = [];
        document.body.addEventListener("ping", (e) => seen.push("body:" + e.type + ":" + e.target.dataset.id));
        const li = document.querySelector("li");
        li.addEventListener("ping", (e) => { seen.push("li:" + e.currentTarget.tagName); }, { once: true });
        li.dispatchEvent(new Event("ping", { bubbles: true }));
        li.dispatchEvent(new Event("ping", { bubbles: true }));
        return Response.json(seen);
      }
      case "/element": {
        customElements.define("x-hello", class extends HTMLElement { static observedAttributes = ["name"]; attributeChangedCallback(name, old, value) { this.textContent = `${name}: ${old} -> ${value}`; } connectedCallback() { this.setAttribute("ready", ""); } });
        const hello = document.createElement("x-hello");
        hello.setAttribute("name", "Ada");
        document.body.appendChild(hello);
        return new Response(hello.outerHTML);
      }
      case "/xml": {
        const xml = new DOMParser().parseFromString("<root><a x=\"1\"/><b>t &lt; u</b></root>", "text/xml");
        return new Response(xml.documentElement.querySelector("b").textContent + " " + xml.toString(), { headers: { "content-type": "application/xml" } });
      }
      case "/json": {
        const json = toJSON(document.querySelector("form"));
        return Response.json([json, parseJSON(json).toString()]);
      }
      case "/walk": {
        const walker = document.createTreeWalker(document.body, 1);
        const names = [];
        while (walker.nextNode()) names.push(walker.currentNode.localName);
        const clone = document.querySelector("ul").cloneNode(true);
        return Response.json({ names, children: clone.childElementCount, closest: document.querySelector("b").closest("ul").id, matches: clone.matches("ul.a"), title: document.title });
      }
      default: return new Response("?", { status: 404 });
    }
  },
};
