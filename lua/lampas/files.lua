--- Writing files so that a failure loses nothing: beside the target first, then renamed over it.
local files = {}

local function part(path)
   return path .. '.part'
end

--- Whether `path` could be written; true, or nil and a message.
function files.writable(path)
   local file, message = io.open(part(path), 'w')
   if not file then
      return nil, ('cannot write %s: %s'):format(path, (message:gsub('^.*: ', '')))
   end
   file:close()
   os.remove(part(path))
   return true
end

--- Writes `text` to `path`; true, or nil and a message, and then the old file is as it was.
function files.write(path, text)
   local file, message = io.open(part(path), 'w')
   if not file then
      return nil, ('cannot write %s: %s'):format(path, (message:gsub('^.*: ', '')))
   end
   local ok
   ok, message = file:write(text)
   if ok then
      ok, message = file:close()
   else
      file:close()
   end
   if ok then
      ok, message = os.rename(part(path), path)
   end
   if not ok then
      os.remove(part(path))
      return nil, ('cannot write %s: %s'):format(path, message)
   end
   return true
end

return files
