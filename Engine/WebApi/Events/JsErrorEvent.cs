using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Events;

/// <summary>ErrorEvent (https://html.spec.whatwg.org/multipage/webappapis.html#errorevent).</summary>
internal sealed class JsErrorEvent : JsEvent
{
    public static new readonly InterfaceDefinition Definition = new InterfaceBuilder<JsErrorEvent>("ErrorEvent", JsEvent.Definition)
        .Constructor(1, static (realm, arguments) =>
        {
            const string What = "ErrorEventInit";
            var type = WebIdl.ToDomString(realm, arguments[0]);
            var dictionary = arguments.At(1);
            var init = EventInit.Read(realm, dictionary, What);
            var column = WebIdl.Member(realm, dictionary, "colno", What);
            var error = WebIdl.Member(realm, dictionary, "error", What);
            var file = WebIdl.Member(realm, dictionary, "filename", What);
            var line = WebIdl.Member(realm, dictionary, "lineno", What);
            var message = WebIdl.Member(realm, dictionary, "message", What);
            return new JsErrorEvent(realm, type, init, error, message.IsUndefined() ? "" : WebIdl.ToDomString(realm, message))
            {
                FileName = file.IsUndefined() ? "" : WebIdl.ToUsvString(realm, file),
                Line = line.IsUndefined() ? 0 : TypeConverter.ToUint32(line),
                Column = column.IsUndefined() ? 0 : TypeConverter.ToUint32(column),
            };
        })
        .Getter("message", static self => self.Message)
        .Getter("filename", static self => self.FileName)
        .Getter("lineno", static self => self.Line)
        .Getter("colno", static self => self.Column)
        .Getter("error", static self => self.Error)
        .Build();

    public JsErrorEvent(WorkerRealm realm, string type, EventInit init, JsValue error, string message)
        : base(realm, Definition, type, init)
    {
        Error = error;
        Message = message;
    }

    public JsValue Error { get; }

    public string Message { get; }

    public string FileName { get; init; } = "";

    public uint Line { get; init; }

    public uint Column { get; init; }
}
