using Jint.Native;

namespace PureEdge.Engine.WebApi.FormData;

/// <summary>An entry of form data (https://xhr.spec.whatwg.org/#concept-formdata-entry).</summary>
/// <param name="Name">Its name, well-formed.</param>
/// <param name="Value">A string or a <see cref="Blobs.JsFile"/>.</param>
internal readonly record struct FormDataEntry(string Name, JsValue Value);
