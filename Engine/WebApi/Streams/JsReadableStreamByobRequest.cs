using Jint;
using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>https://streams.spec.whatwg.org/#rs-byob-request-class</summary>
internal sealed class JsReadableStreamByobRequest : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsReadableStreamByobRequest>("ReadableStreamBYOBRequest")
        .Getter("view", static self => self.View is { } view ? view : Null)
        // Of Workers: how many bytes the reader waits for at least.
        .Getter("atLeast", static self => self.View is null ? Null : self._atLeast)
        .Method("respond", 1, static (self, arguments) =>
        {
            var written = WebIdl.ToIntegerInRange(self._realm, arguments[0], 0, (1L << 53) - 1, "bytesWritten");
            var controller = self.RequireController();
            self.RequireAttachedView();
            controller.Respond(written);
            return Undefined;
        })
        .Method("respondWithNewView", 1, static (self, arguments) =>
        {
            var view = ArrayBufferView.From(self._realm, arguments[0], "The view");
            var controller = self.RequireController();
            if (JintInternals.Data(view.Buffer) is null)
            {
                throw self._realm.TypeError("The view's buffer is detached.");
            }

            controller.RespondWithNewView(view);
            return Undefined;
        })
        .Build();

    private readonly WorkerRealm _realm;
    private readonly int _atLeast;
    private JsReadableByteStreamController? _controller;

    public JsReadableStreamByobRequest(WorkerRealm realm, JsReadableByteStreamController controller, ObjectInstance view, int atLeast)
        : base(realm.Engine)
    {
        _realm = realm;
        _controller = controller;
        _atLeast = atLeast;
        View = view;
        Prototype = realm.PrototypeOf(Definition);
    }

    /// <summary><see langword="null"/> once the request was answered.</summary>
    public ObjectInstance? View { get; private set; }

    public void Invalidate()
    {
        _controller = null;
        View = null;
    }

    private JsReadableByteStreamController RequireController() =>
        _controller ?? throw _realm.TypeError("The request was answered or cancelled already.");

    private void RequireAttachedView()
    {
        if (JintInternals.Data(JintInternals.ViewedBuffer((JsTypedArray)View!)) is null)
        {
            throw _realm.TypeError("The view's buffer is detached.");
        }
    }
}
