using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.FormData;

/// <summary>The globals of form data.</summary>
internal static class FormDataGlobals
{
    public static void Register(GlobalTable globals) => globals.Interface(JsFormData.Definition);
}
