using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace ContactSync.Sandbox.Control;

/// <summary>The fault plan ends this exchange: the connection is cut once the endpoint has let go of what it held.</summary>
internal sealed class CutOffException(bool inOrder) : Exception("The fault plan cut this exchange off.")
{
    public bool InOrder => inOrder;

    /// <summary>Cuts the connection: by a reset, or <paramref name="inOrder"/> as one that has no more to say.</summary>
    public static void Cut(HttpContext http, bool inOrder)
    {
        if (inOrder && http.Features.Get<IConnectionSocketFeature>()?.Socket is { Connected: true } socket)
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        http.Abort();
    }
}
