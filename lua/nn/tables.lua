--- nn.tables: connection tables for SpatialConvolutionMap, K × 2 tensors of (input plane, output plane).
local tables = {}

--- Every input plane with every output plane.
function tables.full(nin, nout)
   local connections = torch.Tensor(nin * nout, 2)
   for k = 0, nin * nout - 1 do
      connections[k + 1][1] = k % nin + 1
      connections[k + 1][2] = math.floor(k / nin) + 1
   end
   return connections
end

--- Each plane with the one of the same number.
function tables.oneToOne(n)
   local connections = torch.Tensor(n, 2)
   for k = 1, n do
      connections[k][1], connections[k][2] = k, k
   end
   return connections
end

--- Each output plane with `nto` random input planes; no two inputs differ in use by more than one pass over all of them.
function tables.random(nin, nout, nto)
   local connections = torch.Tensor(nto * nout, 2)
   local order
   for k = 0, nto * nout - 1 do
      if k % nin == 0 then
         order = torch.randperm(nin)
      end
      connections[k + 1][1] = order[k % nin + 1]
      connections[k + 1][2] = math.floor(k / nto) + 1
   end
   return connections
end

return tables
