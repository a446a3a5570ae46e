--- Layers of sequences by their definition, element by element.
local naive = {}

--- The output of a layer over frames × features, or a batch of them: weight(o, k, f) is output feature o's weight of feature f in frame k of
-- its window (1-based), or nil where there is none.
function naive.sequences(m, input, outputs, weight)
   local x = input:dim() == 3 and input:double() or input:double():view(1, input:size(1), input:size(2))
   local n = math.floor((x:size(2) - m.kW) / m.dW) + 1
   local y = torch.DoubleTensor(x:size(1), n, outputs)
   for b = 1, x:size(1) do
      for t = 1, n do
         for o = 1, outputs do
            local sum = m.bias and m.bias[o] or 0
            for k = 1, m.kW do
               for f = 1, x:size(3) do
                  sum = sum + (weight(o, k, f) or 0) * x[b][(t - 1) * m.dW + k][f]
               end
            end
            y[b][t][o] = sum
         end
      end
   end
   return input:dim() == 3 and y or y[1]
end

return naive
